"""The services of 药品和医用耗材目录, one file each."""
