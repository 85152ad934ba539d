"""经办台: where the agency's staff work, with two factors, inside their region and role.

Five words: *officer* (经办人员, who signs in), *role* (岗位, what he may do), *worklist* (待办), *counter*
(窗口, an application taken in person), *register* (登记簿, what the platform knows, masked).
"""
