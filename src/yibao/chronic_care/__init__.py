"""Recognition of chronic and special diseases (门诊慢特病): assessment, hospitals, annual review."""
