// antrean: the command for technicians and supervisors.
#include <iostream>

#include "cli/command.hpp"

int main(int argc, char** argv) { return antrean::cli::run(argc, argv, std::cout, std::cerr); }
