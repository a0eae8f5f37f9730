// SPDX-License-Identifier: MIT
// A trading program that fails: sessionhelper FOLDER trade|thread. It records one trade, tells one more bar, and
// throws.
#include "core/manager/programparts.h"
#include "core/manager/sessionprogram.h"

#include <QCoreApplication>

#include <stdexcept>
#include <thread>

using namespace tradestate;

namespace {

StateChange opened(const char* pair)
{
    StateChange change;
    change.positions[QLatin1String(pair)] = Position(QLatin1String(pair),
        { { "direction", Json("long") }, { "quantity", Json::integer(1) }, { "entry_price", Json::integer(2) } });
    return change;
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 3)
        return 2;
    Settings settings;
    settings.folder = arguments.at(1);
    TradingSession session(programParts(settings, QStringLiteral("sessionhelper")), {});
    const auto end = runSession(session, {}, [&](const SessionStart&, const std::stop_token&) {
        if (!session.recordTrade(opened("A-B")).result())
            std::exit(3);
        session.update(opened("C-D"));
        if (arguments.at(2) == QLatin1String("trade"))
            throw std::runtime_error("the broker sent nonsense");
        std::thread([] { throw std::logic_error("a bad thread"); }).join();
    });
    return end ? 0 : 4;
}
