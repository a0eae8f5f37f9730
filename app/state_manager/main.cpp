// SPDX-License-Identifier: MIT
#include "app/state_manager/application.h"

#include <QCoreApplication>

#include <clocale>
#include <cstdlib>
#include <cstring>
#include <langinfo.h>

int main(int argc, char* argv[])
{
    // Everything here is UTF-8. In the C locale, as in cron jobs, Qt would say so on standard error at every start.
    std::setlocale(LC_ALL, "");
    if (std::strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        ::setenv("LC_ALL", "C.UTF-8", 1);
    QCoreApplication application(argc, argv);
    return tradestate::runStateManager(QCoreApplication::arguments());
}
