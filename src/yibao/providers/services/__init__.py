"""The services of 定点医药机构、经办机构, one file each."""
