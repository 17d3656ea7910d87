"""FiftyOne's App beside ours: a process of its own, what goes out to it, what comes back."""
