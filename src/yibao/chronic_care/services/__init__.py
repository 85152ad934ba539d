"""The services of 门诊慢特病, one file each."""
