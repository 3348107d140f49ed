#include <string>

#include "accounts/roles.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean::accounts;

TEST_GROUP(Roles){};

TEST(Roles, AreReadAsTheyAreWritten) {
  for (const Role role : all_roles) {
    CHECK(parse_roles(text({role})) == Roles{role});
  }
  STRCMP_EQUAL("officer supervisor", text({Role::supervisor, Role::officer}).c_str());
  CHECK((parse_roles(" supervisor,officer ") == Roles{Role::officer, Role::supervisor}));
}

TEST(Roles, WhatIsNoRoleIsRefused) {
  for (const char* wrong : {"", " , ", "boss", "officer boss", "Officer"}) {
    CHECK_FALSE(parse_roles(wrong).has_value());
  }
}

TEST(Roles, SupervisorAndDirectorateNeedASecondFactor) {
  for (const Role role : all_roles) {
    CHECK_EQUAL(role == Role::supervisor || role == Role::directorate, needs_second_factor({role}));
  }
  CHECK_TRUE(needs_second_factor({Role::officer, Role::supervisor}));
}
