// SPDX-License-Identifier: MIT
#include "app/state_manager/application.h"

#include <QCoreApplication>

#include <clocale>
#include <cstdlib>
#include <cstring>
#include <langinfo.h>
#include <malloc.h>

int main(int argc, char* argv[])
{
    // Nearly every command is over in a moment: it takes memory in large steps, from a place for each of the threads
    // that decode, and gives little back. What watch keeps for nothing stays below 64 MiB.
    constexpr int largeStep = 16 * 1024 * 1024;
    constexpr int places = 3;
    (void)mallopt(M_ARENA_MAX, places);
    (void)mallopt(M_TOP_PAD, largeStep);
    (void)mallopt(M_TRIM_THRESHOLD, 4 * largeStep);
    // Everything here is UTF-8. In the C locale, as in cron jobs, Qt would say so on standard error at every start.
    std::setlocale(LC_ALL, "");
    if (std::strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        ::setenv("LC_ALL", "C.UTF-8", 1);
    QCoreApplication application(argc, argv);
    return tradestate::runStateManager(QCoreApplication::arguments());
}
