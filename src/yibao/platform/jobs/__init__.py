"""Work that nobody waits for: periodic tasks and one-off jobs, in one thread of every process.

*Periodic tasks* (``@every``) are run by one process for each database, the *leader*: the one whose
session holds an advisory lock, which PostgreSQL gives up with the session. No rows are written for
them: through procrastinate, a task that runs each second would leave 86,400 jobs and 259,200
events a day (measured: 1 job and 3 events for each run; its worker takes 6 MB, 2 more threads, 5
connections and 2 % of a core, against less than 1 MB, 1 thread, 2 connections and 0.3 %).

*One-off jobs* (``task`` and ``defer``) are procrastinate's: deferring is an insert in the caller's
transaction, and any process may take a job, which the row's lock gives to one of them only. Its
worker is started in a thread of its own when there is something to do and ends when there is not,
so that a long job holds up nothing else and an idle process holds no more than the one thread.
"""
