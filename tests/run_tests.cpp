#include <cstdio>

#include <CppUTest/CommandLineTestRunner.h>
#include <CppUTest/MemoryLeakWarningPlugin.h>

#ifdef CPPUTEST_MEM_LEAK_DETECTION_DISABLED
// Under a sanitizer, which finds the leaks itself. The library's objects are made by its own operator new and
// freed by the sanitizer's operator delete; both are malloc and free underneath.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() { return "alloc_dealloc_mismatch=0"; }
#endif

/// A test program that needs what not every machine has defines this: why it cannot run here, or nullptr.
/// ctest then shows it as skipped (SKIP_RETURN_CODE 77), with the reason.
extern "C" const char* antrean_cannot_run_here() __attribute__((weak));

int main(int argc, char** argv) {
  if (antrean_cannot_run_here != nullptr) {
    if (const char* reason = antrean_cannot_run_here(); reason != nullptr) {
      std::printf("skipped: %s\n", reason);
      return 77;
    }
  }
#ifdef CPPUTEST_MEM_LEAK_DETECTION_DISABLED
  MemoryLeakWarningPlugin::turnOffNewDeleteOverloads();
#else
  // Lanes are threads; the leak detector's books are kept without a lock unless it is told.
  MemoryLeakWarningPlugin::turnOnThreadSafeNewDeleteOverloads();
#endif
  return CommandLineTestRunner::RunAllTests(argc, argv);
}
