// The headers precompiled with it are what is wanted (AntreanHouse.cmake).
