"""The words in which a service (事项) is declared once, and what is made from the declaration.

``field`` and ``field_types`` ask a question, ``form`` groups questions, ``condition`` decides which
are asked, ``material`` says what is handed in, ``workflow`` what happens, ``service`` holds it all.
``registry`` finds the declarations; ``openapi``, ``documentation`` and ``snapshot`` read them.
"""
