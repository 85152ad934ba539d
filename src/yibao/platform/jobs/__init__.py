"""Work that nobody waits for: periodic tasks and one-off jobs, in one thread of every process.

*Periodic tasks* (``@every``) are run by one process for each database, the *leader*: the one whose
session holds an advisory lock, which PostgreSQL gives up with the session. No rows are written for
them: through procrastinate, a task that runs each second would leave 86,400 jobs and 259,200
events a day (measured: 1 job and 3 events for each run, 6 MB and 2 % of a core for its worker).

*One-off jobs* (``task`` and ``defer``) are procrastinate's: deferring is an insert in the caller's
transaction, and any process may take a job, which the row's lock gives to one of them only. The
worker is started when there is something to do and ends when there is not, so that an idle process
holds neither its connections nor its memory.
"""
