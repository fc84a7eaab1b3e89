"""A small real engine process for tests: it speaks the wire, and its answers are plain.

A Compose answers with the prompt's words as nodes; the prompt "die" ends the process, "wait" waits until it is
cancelled, "fail" fails. Run as a script.
"""

import os
import sys
import threading
import time

from engine import messages as m

cancelled = set()


def answer(request, write):
    write(m.Started(job=request.job, title=type(request).__name__))
    if isinstance(request, m.Compose):
        if request.prompt == "die" or (request.prompt == "die once" and not os.path.exists(sys.argv[1])):
            if request.prompt == "die once":
                open(sys.argv[1], "w").close()
            os._exit(3)
        if request.prompt == "fail":
            return write(m.Failed(job=request.job, reason="It cannot be read: say it otherwise."))
        while request.prompt == "wait" and request.job not in cancelled:
            time.sleep(0.005)
        if request.job in cancelled:
            return write(m.Cancelled(job=request.job))
        nodes = [{"id": word, "category": word} for word in request.prompt.split()]
        write(m.Progress(job=request.job, done=0.5, note="halfway"))
        write(m.Composed(job=request.job, scene={"schema": 1, "nodes": nodes, "prompt": request.prompt}))
    return write(m.Done(job=request.job, seconds=0.01))


def main():
    lock = threading.Lock()

    def write(message):
        with lock:
            m.write(sys.stdout.buffer, message)

    write(m.Hello(device="cpu", dtype="float32", weights="test"))
    while (message := m.read(sys.stdin.buffer)) is not None:
        if isinstance(message, m.Shutdown):
            break
        if isinstance(message, m.Cancel):
            cancelled.add(message.job)
        else:
            threading.Thread(target=answer, args=(message, write), daemon=True).start()
    os._exit(0)


if __name__ == "__main__":
    main()
