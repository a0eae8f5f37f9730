// SPDX-License-Identifier: MIT
#include "core/influx/connectiontest.h"

#include "core/influx/influxql.h"
#include "core/influx/tableslayout.h"

#include <QCoreApplication>

namespace tradestate {

namespace {

constexpr qint64 toleratedClockSeconds = 60;

QString flavourText(InfluxFlavour flavour)
{
    switch (flavour) {
    case InfluxFlavour::V1:
        return QStringLiteral("1.x");
    case InfluxFlavour::V2:
        return QStringLiteral("2.x");
    case InfluxFlavour::V3:
        return QStringLiteral("3 Core");
    }
    return QString();
}

/// Collects the results in order; what was not reached is told at the end.
class Steps
{
public:
    explicit Steps(const ConnectionCheckCallback& each)
        : m_each(each)
    {
    }

    void passed(ConnectionCheck check, const QString& found)
    {
        add({ check, CheckOutcome::Passed, found, std::nullopt });
    }
    void warned(ConnectionCheck check, const QString& found, const Error& error)
    {
        add({ check, CheckOutcome::Warned, found, error });
    }
    std::vector<ConnectionCheckResult> failed(ConnectionCheck check, const Error& error)
    {
        add({ check, CheckOutcome::Failed, {}, error });
        return finish();
    }
    std::vector<ConnectionCheckResult> finish()
    {
        for (int next = static_cast<int>(m_results.size()); next <= static_cast<int>(ConnectionCheck::Stored); ++next)
            add({ static_cast<ConnectionCheck>(next), CheckOutcome::NotReached, {}, std::nullopt });
        return std::move(m_results);
    }

private:
    void add(ConnectionCheckResult result)
    {
        m_results.push_back(std::move(result));
        if (m_each)
            m_each(m_results.back());
    }

    const ConnectionCheckCallback& m_each;
    std::vector<ConnectionCheckResult> m_results;
};

bool isAbout(ErrorCode code, std::initializer_list<ErrorCode> codes)
{
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

Result<QString> whatIsStored(InfluxClient& client, const QString& account, const std::stop_token& stop)
{
    QStringList found;
    InfluxLayoutContext context;
    context.account = account;
    TablesLayout tables(client, context);
    auto newest = tables.history(Timestamp::fromNanoseconds(0), 1, stop);
    if (!newest)
        return tl::unexpected(newest.error());
    if (!newest->empty()) {
        const SaveRecord& record = newest->front().record;
        found << QCoreApplication::translate("ConnectionTest", "tables, newest save %1 with %2 positions")
                     .arg(record.savedAt.toRecordText())
                     .arg(record.positionCount);
    }
    if (client.server() && client.server()->flavour != InfluxFlavour::V3) {
        auto log = client.query("SELECT \"data\", \"version_id\" FROM \"trading_state\" WHERE \"state_id\" = "
                + influxString("portfolio_main") + " ORDER BY time DESC LIMIT 1",
            stop);
        if (!log)
            return tl::unexpected(log.error());
        if (log->rowCount() > 0)
            found << QCoreApplication::translate("ConnectionTest", "event log of the Python system, newest save %1")
                         .arg(Timestamp::fromNanoseconds(log->series.front().time(0)).toRecordText());
    }
    return found.isEmpty() ? QCoreApplication::translate("ConnectionTest", "nothing yet")
                           : found.join(QStringLiteral("; "));
}

} // namespace

std::vector<ConnectionCheckResult> testConnection(const InfluxSettings& settings, const QString& account,
    const ConnectionCheckCallback& each, const std::stop_token& stop)
{
    Steps steps(each);
    InfluxSettings quick = settings;
    quick.retryAttempts = 1; // somebody is waiting
    InfluxClient client(quick);

    const auto server = client.detect(stop);
    if (!server) {
        const Error& error = server.error();
        if (isAbout(error.code, { ErrorCode::UnsupportedServer })) {
            steps.passed(ConnectionCheck::ServerAnswers, client.shownUrl());
            return steps.failed(ConnectionCheck::Version, error);
        }
        if (isAbout(error.code, { ErrorCode::WrongToken })) {
            // Only 3 Core keeps its version from those it does not know.
            steps.passed(ConnectionCheck::ServerAnswers, client.shownUrl());
            steps.passed(ConnectionCheck::Version, QStringLiteral("InfluxDB 3"));
            return steps.failed(ConnectionCheck::TokenAccepted, error);
        }
        return steps.failed(ConnectionCheck::ServerAnswers, error);
    }
    steps.passed(ConnectionCheck::ServerAnswers,
        QCoreApplication::translate("ConnectionTest", "%1 in %2 ms")
            .arg(client.shownUrl())
            .arg(client.latencyMilliseconds()));
    steps.passed(ConnectionCheck::Version,
        QStringLiteral("InfluxDB %1 (%2)").arg(server->version, flavourText(server->flavour)));

    // Reading tells token, bucket and right apart; the later ones imply the earlier ones.
    const auto read = client.query("SELECT \"save_id\" FROM \"trading_states\" WHERE time = 0", stop);
    const auto write = client.probeWrite(stop);
    const auto failedAs = [&](std::initializer_list<ErrorCode> codes) -> std::optional<Error> {
        if (!read && isAbout(read.error().code, codes))
            return read.error();
        if (!write && isAbout(write.error().code, codes))
            return write.error();
        return std::nullopt;
    };
    if (const auto error = failedAs({ ErrorCode::WrongToken }))
        return steps.failed(ConnectionCheck::TokenAccepted, *error);
    if (!read
        && !isAbout(
            read.error().code, { ErrorCode::NoSuchBucket, ErrorCode::NoSuchOrganisation, ErrorCode::MayNotRead }))
        return steps.failed(ConnectionCheck::TokenAccepted, read.error());
    steps.passed(ConnectionCheck::TokenAccepted,
        settings.token.isEmpty() ? QCoreApplication::translate("ConnectionTest", "the server asks for none")
                                 : QString());
    if (const auto error = failedAs({ ErrorCode::NoSuchBucket, ErrorCode::NoSuchOrganisation }))
        return steps.failed(ConnectionCheck::BucketFound, *error);
    steps.passed(ConnectionCheck::BucketFound, settings.bucket);
    if (!read)
        return steps.failed(ConnectionCheck::MayRead, read.error());
    steps.passed(ConnectionCheck::MayRead, {});
    if (write)
        steps.passed(ConnectionCheck::MayWrite, {});
    else
        steps.warned(ConnectionCheck::MayWrite, {}, write.error());

    const auto difference = client.clockDifferenceSeconds();
    if (!difference)
        steps.passed(ConnectionCheck::ClockAgrees,
            QCoreApplication::translate("ConnectionTest", "the server does not tell its time"));
    else if (std::abs(*difference) <= toleratedClockSeconds)
        steps.passed(ConnectionCheck::ClockAgrees,
            QCoreApplication::translate("ConnectionTest", "%1 s apart").arg(std::abs(*difference)));
    else
        steps.warned(ConnectionCheck::ClockAgrees,
            (*difference > 0 ? QCoreApplication::translate("ConnectionTest", "%1 s ahead")
                             : QCoreApplication::translate("ConnectionTest", "%1 s behind"))
                .arg(std::abs(*difference)),
            Error { ErrorCode::InvalidTime, client.shownUrl(),
                QStringLiteral("the server's clock and this machine's differ by %1 s").arg(std::abs(*difference)),
                QStringLiteral("Set both clocks; saves are ordered by time.") });

    auto stored = whatIsStored(client, account, stop);
    if (!stored)
        return steps.failed(ConnectionCheck::Stored, stored.error());
    steps.passed(ConnectionCheck::Stored, *stored);
    return steps.finish();
}

} // namespace tradestate
