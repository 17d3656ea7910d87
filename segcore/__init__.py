"""Segcore: pull, annotate, train and review instance-segmentation data around Detectron2."""

__version__ = "0.1.0"
