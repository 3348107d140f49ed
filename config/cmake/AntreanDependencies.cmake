# The libraries from Debian. A missing package stops the configuration here, by name; ./dev has the list.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url system)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
pkg_check_modules(cpputest REQUIRED IMPORTED_TARGET cpputest)
pkg_check_modules(modbus REQUIRED IMPORTED_TARGET libmodbus)
pkg_check_modules(sqlite REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(pq REQUIRED IMPORTED_TARGET libpq)
find_package(SQLiteCpp REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ZXing REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(oath REQUIRED IMPORTED_TARGET liboath)
find_library(ZXCVBN zxcvbn REQUIRED)  # how easy a password is to guess; it has no pkg-config file
find_path(ZXCVBN_INCLUDE zxcvbn.h REQUIRED)
add_library(zxcvbn::zxcvbn UNKNOWN IMPORTED)
set_target_properties(zxcvbn::zxcvbn PROPERTIES IMPORTED_LOCATION ${ZXCVBN}
  INTERFACE_INCLUDE_DIRECTORIES ${ZXCVBN_INCLUDE})
find_file(CHART_JS chart.min.js PATHS /usr/share/javascript/chart.js REQUIRED NO_DEFAULT_PATH)  # libjs-chart.js
find_file(COMMON_PASSWORDS common-passwords.txt.gz REQUIRED
  PATHS /usr/lib/python3/dist-packages/django/contrib/auth)  # python3-django
pkg_check_modules(ebur128 REQUIRED IMPORTED_TARGET libebur128)  # how loud a clip is
pkg_check_modules(qrencode REQUIRED IMPORTED_TARGET libqrencode)
pkg_check_modules(png REQUIRED IMPORTED_TARGET libpng)
pkg_check_modules(zbar REQUIRED IMPORTED_TARGET zbar)
pkg_check_modules(ctemplate REQUIRED IMPORTED_TARGET libctemplate)
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(curl REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(gmime REQUIRED IMPORTED_TARGET gmime-3.0)
# GLib's compile options are not passed on, as SDL's below.
set_property(TARGET PkgConfig::gmime PROPERTY INTERFACE_COMPILE_OPTIONS "")
pkg_check_modules(ical REQUIRED IMPORTED_TARGET libical)
pkg_check_modules(idn2 REQUIRED IMPORTED_TARGET libidn2)
pkg_check_modules(pangocairo REQUIRED IMPORTED_TARGET pangocairo cairo-pdf)
set_property(TARGET PkgConfig::pangocairo PROPERTY INTERFACE_COMPILE_OPTIONS "")
pkg_check_modules(systemd REQUIRED IMPORTED_TARGET libsystemd)
pkg_check_modules(sdl REQUIRED IMPORTED_TARGET sdl2 SDL2_ttf SDL2_mixer SDL2_image)
# Compile options of SDL's own dependencies are not passed on, because a precompiled header works only for
# targets with the same options.
set_property(TARGET PkgConfig::sdl PROPERTY INTERFACE_COMPILE_OPTIONS "")
pkg_check_modules(gstreamer REQUIRED IMPORTED_TARGET gstreamer-1.0 gstreamer-app-1.0 gstreamer-audio-1.0)
set_property(TARGET PkgConfig::gstreamer PROPERTY INTERFACE_COMPILE_OPTIONS "")
pkg_check_modules(fribidi REQUIRED IMPORTED_TARGET fribidi)
pkg_check_modules(harfbuzz REQUIRED IMPORTED_TARGET harfbuzz)
pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)
