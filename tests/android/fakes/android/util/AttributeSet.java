package android.util;

/** Fake. */
public interface AttributeSet {}
