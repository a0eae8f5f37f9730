// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/timestamp.h"
#include "core/influx/queryresult.h"

#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace tradestate {

struct InfluxSettings
{
    QString url; ///< http://host:8086 or https://…, a path before the API is allowed; no user and password in it
    QString token; ///< secret; for 1.x user:password. Empty: no authorization is sent
    QString organisation; ///< 2.x only
    QString bucket; ///< the database on 1.x and 3.x
    int timeoutSeconds = 10; ///< without a byte from the server
    int deadlineSeconds = 120; ///< for one call as a whole, retries included
    QString caFile; ///< PEM; trusted in addition to the system's
    bool allowPlainHttp = false; ///< plain http to a host other than loopback
    int retryAttempts = 3; ///< of one call, where the connection was lost or the server was busy
    int retryDelayMilliseconds = 1000; ///< before the second attempt; doubles, with jitter
    qint64 answerLimit = qint64(1) << 30; ///< bytes of one answer, after decompression
    qint64 bodyLimit = 4'000'000; ///< bytes of one write; more lines go in several
    std::optional<bool> compressed; ///< ask for gzip; none: except on loopback, where it only costs time
};

enum class InfluxFlavour { V1, V2, V3 };

struct InfluxServer
{
    InfluxFlavour flavour = InfluxFlavour::V1;
    QString version; ///< "1.6.7", "2.7.12", "3.6.0", "dev"

    [[nodiscard]] bool operator==(const InfluxServer&) const = default;
};

/// What may be asked of a bucket beside other questions.
struct AskBeside
{
    bool retention = false;
    bool mayWrite = false;
};

/// The answers. None: it was not asked, or what came in between passes by itself.
struct BucketTerms
{
    std::optional<Result<std::optional<qint64>>> retention; ///< as InfluxClient::retention
    std::optional<Result<void>> mayWrite; ///< as InfluxClient::probeWrite
};

/// Talks to one bucket of one InfluxDB 1.6+, 2.4+ or 3 Core over HTTP. Every call blocks and ends by its deadline or
/// the stop token (Cancelled). Redirects are never followed, proxies of the environment never used, the token never
/// appears in an error. To be used by one thread at a time: main, QThread or std::thread; destroyed there, or after
/// that thread has ended. Needs a QCoreApplication.
class InfluxClient
{
public:
    explicit InfluxClient(InfluxSettings settings);
    ~InfluxClient();
    InfluxClient(const InfluxClient&) = delete;
    InfluxClient& operator=(const InfluxClient&) = delete;

    /// Which server it is; asked once, then remembered until forgetServer() or until the server cannot be reached.
    [[nodiscard]] Result<InfluxServer> detect(const std::stop_token& stop = {});
    void forgetServer();

    /// One InfluxQL statement that reads. A measurement or field that does not exist yields no series; a missing
    /// bucket is NoSuchBucket. Times in the answer are nanoseconds.
    [[nodiscard]] Result<QueryResult> query(std::string_view statement, const std::stop_token& stop = {});
    /// The same for several at the same time; the results in the statements' order, or the first error.
    [[nodiscard]] Result<std::vector<QueryResult>> queryAll(
        const std::vector<std::string>& statements, const std::stop_token& stop = {});
    /// The same; each result is given away as soon as it is there: once, with its statement's index, in any thread and
    /// perhaps while another is. On an error some were given away and some were not.
    using UseResult = std::function<void(size_t index, QueryResult result)>;
    [[nodiscard]] Result<void> queryAll(
        const std::vector<std::string>& statements, const UseResult& use, const std::stop_token& stop = {});
    /// The same in one round with all that first contact asks: which server it is, where that is not known yet, and
    /// what retention() and probeWrite() would ask. None on 3.x, where these take more than one request; a server whose
    /// token does not tell that it is one may have met the statements in vain.
    [[nodiscard]] Result<std::optional<std::vector<QueryResult>>> queryAll(const std::vector<std::string>& statements,
        const AskBeside& ask, BucketTerms& terms, const std::stop_token& stop = {});
    /// Lines of line protocol as encodeLine makes them. Success is the server's 204 for all of them, which is no
    /// proof: read back. Several requests where they are many; an error then leaves the first ones written. Writing
    /// the same lines again changes nothing.
    [[nodiscard]] Result<void> write(const std::vector<std::string>& lines, const std::stop_token& stop = {});
    /// DELETE FROM "measurement" WHERE condition (InfluxQL; tags and time only). RefusedByServer on 3.x, which cannot.
    [[nodiscard]] Result<void> deleteRows(
        std::string_view measurement, std::string_view condition, const std::stop_token& stop = {});
    /// Whether the token may write, without writing anything: MayNotWrite, NoSuchBucket, NoSuchOrganisation,
    /// WrongToken.
    [[nodiscard]] Result<void> probeWrite(const std::stop_token& stop = {});
    /// How long the bucket keeps data, in nanoseconds; none: for ever, or the server does not tell (3.x).
    [[nodiscard]] Result<std::optional<qint64>> retention(const std::stop_token& stop = {});
    /// The databases of a 3.x or 1.x server, the buckets that the token may see of a 2.x.
    [[nodiscard]] Result<QStringList> databases(const std::stop_token& stop = {});

    [[nodiscard]] const InfluxSettings& settings() const;
    /// As detected; none before first contact.
    [[nodiscard]] std::optional<InfluxServer> server() const;
    /// The URL without anything secret.
    [[nodiscard]] QString shownUrl() const;
    /// From sending a request to the first byte of its answer, of the last request; -1 before.
    [[nodiscard]] qint64 latencyMilliseconds() const;
    /// The server's clock (whole seconds) minus this machine's, of the last answer that told it.
    [[nodiscard]] std::optional<qint64> clockDifferenceSeconds() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace tradestate
