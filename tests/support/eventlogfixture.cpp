// SPDX-License-Identifier: MIT
#include "tests/support/eventlogfixture.h"

#include "tests/support/lineprotocolreader.h"

#include <QFile>

namespace tradestate::test {

std::string pythonFixture(const QString& file)
{
    QFile opened(QStringLiteral(TRADESTATE_FIXTURES "/python-system/") + file);
    if (!opened.open(QIODevice::ReadOnly))
        qFatal("no fixture %s", qPrintable(file));
    return opened.readAll().toStdString();
}

std::vector<LogEvent> eventsFromLines(std::string_view lines)
{
    auto points = readLines(lines);
    if (!points)
        qFatal("invalid line protocol");
    std::vector<LogEvent> events;
    for (ReadPoint& point : *points) {
        LogEvent event;
        event.stateId = toQString(point.tags["state_id"]);
        event.stateType = toQString(point.tags["state_type"]);
        event.operation = toQString(point.tags["operation"]);
        event.versionId = toQString(point.tags["version_id"]);
        event.time = point.nanoseconds;
        event.data = point.fields["data"];
        event.checksum = toQString(point.fields["checksum"]);
        event.description = toQString(point.fields["description"]);
        event.userId = toQString(point.fields["user_id"]);
        events.push_back(std::move(event));
    }
    return events;
}

std::vector<LogEvent> fixtureEvents(const QString& file)
{
    return eventsFromLines(pythonFixture(file));
}

Json lastSaveOfEventLog()
{
    auto parsed = parseJson(pythonFixture(QStringLiteral("event_log_last_save.json")));
    if (!parsed)
        qFatal("the truth about the event log cannot be read");
    return std::move(parsed->value);
}

} // namespace tradestate::test
