"""医保便民服务平台: the platform on which a province serves its insured people."""
