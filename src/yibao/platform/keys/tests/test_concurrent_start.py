"""Many processes and threads that start at once end up with one and the same set of keys."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier

import yibao
from yibao.platform.keys import Keyring, KeyStoreSettings, open_key_store

SOURCE = str(Path(yibao.__file__).parents[1])

START = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from yibao.platform.keys import Keyring, KeyStoreSettings, open_key_store
directory = Path(sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
store = open_key_store(KeyStoreSettings(kind="software", directory=directory))
keyring = Keyring(store, directory)
point = store.create_sm2("platform").to_raw()
print(point.hex(), keyring.blind_index("text", b"context").hex(), flush=True)
"""


def fingerprint(directory: Path, barrier: Barrier) -> tuple[bytes, bytes]:
    settings = KeyStoreSettings(kind="software", directory=directory)
    barrier.wait()
    store = open_key_store(settings)
    keyring = Keyring(store, directory)
    return store.create_sm2("platform").to_raw(), keyring.blind_index("text", b"context")


def test_processes_that_start_at_once_share_all_keys(tmp_path: Path) -> None:
    command = [sys.executable, "-c", START, SOURCE, str(tmp_path / "keys")]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(5)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = {process.communicate(timeout=60)[0] for process in processes}
    assert len(answers) == 1
    assert len(answers.pop().split()) == 2


def test_threads_that_start_at_once_share_all_keys(tmp_path: Path) -> None:
    for attempt in range(10):
        directory = tmp_path / f"keys-{attempt}"
        start = partial(fingerprint, directory, Barrier(8))
        with ThreadPoolExecutor(8) as pool:
            found = {future.result() for future in [pool.submit(start) for _ in range(8)]}
        assert len(found) == 1
        left_behind = {path.name for path in directory.iterdir()}
        assert left_behind == {".lock", "kek-0001.key", "data-keys.json", "sm2-platform.pem"}


def test_rotations_at_once_each_make_a_key_of_their_own(tmp_path: Path) -> None:
    store = open_key_store(KeyStoreSettings(kind="software", directory=tmp_path / "keys"))
    with ThreadPoolExecutor(8) as pool:
        names = set(pool.map(lambda _: store.rotate(), range(8)))
    assert names == {f"kek-{number:04d}" for number in range(2, 10)}


def test_data_keys_added_at_once_are_all_kept(tmp_path: Path) -> None:
    settings = KeyStoreSettings(kind="software", directory=tmp_path / "keys")
    store = open_key_store(settings)
    keyrings = [Keyring(store, settings.directory) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        versions = set(pool.map(Keyring.add_data_key, keyrings))
    assert versions == {2, 3, 4, 5, 6, 7}
    for keyring in keyrings:
        encrypted = keyring.encrypt_text("text", b"context")
        assert Keyring(store, settings.directory).decrypt_text(encrypted, b"context") == "text"
