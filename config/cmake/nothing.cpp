// The headers precompiled with it are what is wanted (AntreanTargets.cmake).
