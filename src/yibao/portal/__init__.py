"""便民服务: the citizens' H5 pages, generated from the catalogue.

Five words: *step* (one page of an application), *draft* (what was typed so far, kept sealed),
*question* (a field of a form as a page shows it), *paper* (a material as a page shows it), *look*
(normal or 长辈版). No page knows a service by name; whatever is declared gets its pages.
"""
