#include <cstdio>

#include <CppUTest/CommandLineTestRunner.h>
#include <CppUTest/MemoryLeakWarningPlugin.h>

#ifdef CPPUTEST_MEM_LEAK_DETECTION_DISABLED
// For a run under a sanitizer, which finds the leaks itself. The library makes its objects by its own
// operator new, and the sanitizer's operator delete frees them; both use malloc and free.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() { return "alloc_dealloc_mismatch=0"; }
#endif

/// A test program that cannot run on every machine defines this: it returns why it cannot run here, or
/// nullptr. ctest then shows it as skipped (SKIP_RETURN_CODE 77), with the reason.
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
  // Workers are threads. Without this the leak detector keeps its data without a lock.
  MemoryLeakWarningPlugin::turnOnThreadSafeNewDeleteOverloads();
#endif
  return CommandLineTestRunner::RunAllTests(argc, argv);
}
