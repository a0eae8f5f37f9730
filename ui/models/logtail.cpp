// SPDX-License-Identifier: MIT
#include "ui/models/logtail.h"

#include <QFileInfo>

#include <functional>

namespace tradestate {

namespace {

constexpr qint64 mostBytesAtFirst = qint64(512) * 1024;
constexpr qint64 mostBytesPerRead = qint64(4) * 1024 * 1024;
/// Watchers miss changes on some file systems.
constexpr int pollMilliseconds = 1000;
/// The first line has the time in milliseconds and the writer's process: no two files begin alike.
constexpr qint64 headBytes = 128;

} // namespace

/// Lives in the thread; keeps the file open, so that what was written before a rotation is still read after it.
class LogTail::Reader : public QObject
{
public:
    using Report = std::function<void(int number, std::vector<LogLine>, bool old)>;

    explicit Reader(Report report)
        : m_report(std::move(report))
        , m_watcher(this)
        , m_timer(this)
    {
        connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, [this] { read(); });
        connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] { read(); });
        connect(&m_timer, &QTimer::timeout, this, [this] { read(); });
        m_timer.setInterval(pollMilliseconds);
    }

    void follow(int number, const QString& path)
    {
        m_number = number;
        if (!m_watcher.files().isEmpty())
            m_watcher.removePaths(m_watcher.files());
        if (!m_watcher.directories().isEmpty())
            m_watcher.removePaths(m_watcher.directories());
        m_file.reset();
        m_path = path;
        m_rest.clear();
        m_first = true;
        if (path.isEmpty()) {
            m_timer.stop();
            return;
        }
        m_timer.start();
        read();
    }

private:
    void open()
    {
        auto file = std::make_unique<QFile>(m_path);
        if (!file->open(QIODevice::ReadOnly))
            return;
        m_file = std::move(file);
        m_rest.clear();
        m_head = m_file->peek(headBytes);
        if (m_first && m_file->size() > mostBytesAtFirst) {
            m_file->seek(m_file->size() - mostBytesAtFirst);
            m_file->readLine(); // the rest of a line
        }
    }

    void watch()
    {
        if (m_watcher.files().isEmpty() && QFileInfo::exists(m_path))
            m_watcher.addPath(m_path);
        const QString folder = QFileInfo(m_path).path();
        if (m_watcher.directories().isEmpty() && QFileInfo::exists(folder))
            m_watcher.addPath(folder);
    }

    void read()
    {
        watch();
        std::vector<LogLine> lines;
        if (m_file && wasCut())
            m_file.reset();
        if (!m_file)
            open();
        if (m_file) {
            readOpen(lines);
            if (wasReplaced()) {
                readOpen(lines); // what came between the two looks
                m_file.reset();
                m_watcher.removePath(m_path);
                open();
                if (m_file)
                    readOpen(lines);
            }
        }
        const bool old = m_first;
        m_first = false;
        if (!lines.empty())
            m_report(m_number, std::move(lines), old);
    }

    /// Cut, and perhaps written anew: what is at the old place then is no continuation.
    [[nodiscard]] bool wasCut()
    {
        const qint64 place = m_file->pos();
        m_file->seek(0);
        const QByteArray head = m_file->peek(headBytes);
        m_file->seek(place);
        if (m_file->size() < place || !head.startsWith(m_head))
            return true;
        m_head = head; // it may have been shorter when it was opened
        return false;
    }

    [[nodiscard]] bool wasReplaced()
    {
        if (wasCut())
            return true;
        QFile named(m_path);
        if (!named.open(QIODevice::ReadOnly))
            return !named.exists();
        return named.read(m_head.size()) != m_head;
    }

    void readOpen(std::vector<LogLine>& lines)
    {
        for (;;) {
            const QByteArray bytes = m_file->read(mostBytesPerRead);
            if (bytes.isEmpty())
                return;
            m_rest += bytes;
            qsizetype begin = 0;
            for (qsizetype end = m_rest.indexOf('\n'); end >= 0; end = m_rest.indexOf('\n', begin)) {
                lines.push_back(parseLogLine(QString::fromUtf8(m_rest.constData() + begin, end - begin)));
                begin = end + 1;
            }
            m_rest.remove(0, begin);
            if (lines.size() > size_t(2) * LogModel::mostLines)
                lines.erase(lines.begin(), lines.end() - LogModel::mostLines);
        }
    }

    Report m_report;
    QFileSystemWatcher m_watcher;
    QTimer m_timer;
    int m_number = 0;
    QString m_path;
    std::unique_ptr<QFile> m_file;
    QByteArray m_head;
    QByteArray m_rest; ///< a line that is not finished yet
    bool m_first = true;
};

LogTail::LogTail(QObject* parent)
    : QObject(parent)
{
    m_reader = std::make_unique<Reader>([this](int number, std::vector<LogLine> lines, bool old) {
        // From the reader's thread to this object's: the call is queued, and dropped where this object is gone.
        QMetaObject::invokeMethod(
            this,
            [this, number, lines = std::move(lines), old] {
                // Late lines of a file that is no longer followed are of no interest.
                if (number == m_number)
                    Q_EMIT linesRead(lines, old);
            },
            Qt::QueuedConnection);
    });
    m_reader->moveToThread(&m_thread);
    m_thread.setObjectName(QStringLiteral("log"));
    m_thread.start();
}

LogTail::~LogTail()
{
    // Its timer and watcher must go in their own thread: a thread that ends deletes what waits for it.
    m_reader.release()->deleteLater();
    m_thread.quit();
    m_thread.wait();
}

void LogTail::follow(const QString& path)
{
    const int number = ++m_number;
    QMetaObject::invokeMethod(
        m_reader.get(), [reader = m_reader.get(), number, path] { reader->follow(number, path); },
        Qt::QueuedConnection);
}

} // namespace tradestate
