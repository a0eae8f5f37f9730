// SPDX-License-Identifier: MIT
#include "core/config/envfile.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStringDecoder>

#include <optional>

namespace tradestate {

namespace {

constexpr qint64 largestEnvFile = 1 << 20;

bool isLineEnd(QChar c)
{
    return c == QLatin1Char('\n') || c == QLatin1Char('\r');
}

/// Walks over the text; every read either consumes what it names or leaves the place as it was.
class Scanner
{
public:
    explicit Scanner(const QString& text)
        : m_text(text)
    {
    }

    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    [[nodiscard]] QChar peek() const { return atEnd() ? QChar() : m_text[m_at]; }
    [[nodiscard]] bool atLineEnd() const { return atEnd() || isLineEnd(peek()); }
    [[nodiscard]] qsizetype place() const { return m_at; }
    void goTo(qsizetype place) { m_at = place; }
    [[nodiscard]] qsizetype lineNumber() const
    {
        const QStringView before = QStringView(m_text).left(m_at);
        return before.count(QLatin1Char('\n')) + 1;
    }

    void skipSpace()
    {
        while (!atEnd() && peek().isSpace())
            ++m_at;
    }
    void skipBlanks()
    {
        while (!atLineEnd() && peek().isSpace())
            ++m_at;
    }
    QString restOfLine()
    {
        const qsizetype start = m_at;
        while (!atLineEnd())
            ++m_at;
        return m_text.mid(start, m_at - start);
    }
    bool take(QChar c)
    {
        if (atEnd() || peek() != c)
            return false;
        ++m_at;
        return true;
    }
    bool takeWord(QLatin1String word)
    {
        if (QStringView(m_text).mid(m_at, word.size()) != word)
            return false;
        m_at += word.size();
        return true;
    }
    template <typename Predicate>
    QString takeWhile(Predicate holds)
    {
        const qsizetype start = m_at;
        while (!atEnd() && holds(peek()))
            ++m_at;
        return m_text.mid(start, m_at - start);
    }

private:
    const QString& m_text;
    qsizetype m_at = 0;
};

QChar unescaped(QChar c, QChar quote)
{
    if (c == QLatin1Char('\\') || c == QLatin1Char('\''))
        return c;
    if (quote == QLatin1Char('\''))
        return QChar();
    switch (c.unicode()) {
    case u'"':
        return c;
    case u'a':
        return QChar(7);
    case u'b':
        return QChar(8);
    case u'f':
        return QChar(12);
    case u'n':
        return QChar(10);
    case u'r':
        return QChar(13);
    case u't':
        return QChar(9);
    case u'v':
        return QChar(11);
    default:
        return QChar();
    }
}

/// The text up to the closing quote, which may stand lines further on; nothing, and nothing consumed, where it is never
/// closed.
std::optional<QString> quotedValue(Scanner& scanner)
{
    const qsizetype start = scanner.place();
    const QChar quote = scanner.peek();
    scanner.take(quote);
    QString value;
    while (!scanner.atEnd()) {
        const QChar c = scanner.peek();
        scanner.take(c);
        if (c == quote)
            return value;
        if (c == QLatin1Char('\\') && !scanner.atEnd()) {
            const QChar plain = unescaped(scanner.peek(), quote);
            if (!plain.isNull()) {
                scanner.take(scanner.peek());
                value += plain;
                continue;
            }
        }
        value += c;
    }
    scanner.goTo(start);
    return std::nullopt;
}

QString unquotedValue(Scanner& scanner)
{
    static const QRegularExpression comment(QStringLiteral("\\s+#.*"));
    return scanner.restOfLine().remove(comment).trimmed();
}

struct Binding
{
    QString name;
    std::optional<QString> value;
};

/// One binding up to the end of its line; nothing where it is none: reading goes on after the line where it failed.
std::optional<Binding> readBinding(Scanner& scanner)
{
    const qsizetype start = scanner.place();
    if (scanner.takeWord(QLatin1String("export"))) {
        if (scanner.atLineEnd() || !scanner.peek().isSpace())
            scanner.goTo(start); // a name that merely begins so
        else
            scanner.skipBlanks();
    }
    Binding binding;
    if (scanner.take(QLatin1Char('\''))) {
        binding.name = scanner.takeWhile([](QChar c) { return c != QLatin1Char('\''); });
        if (!scanner.take(QLatin1Char('\'')))
            return std::nullopt;
    } else {
        binding.name
            = scanner.takeWhile([](QChar c) { return c != QLatin1Char('=') && c != QLatin1Char('#') && !c.isSpace(); });
    }
    if (binding.name.isEmpty())
        return std::nullopt;
    scanner.skipBlanks();
    if (scanner.take(QLatin1Char('='))) {
        const qsizetype afterEqual = scanner.place();
        scanner.skipBlanks();
        const bool blanks = scanner.place() > afterEqual;
        if (scanner.peek() == QLatin1Char('\'') || scanner.peek() == QLatin1Char('"')) {
            binding.value = quotedValue(scanner);
            if (!binding.value)
                return std::nullopt;
        } else {
            const bool onlyComment = blanks && scanner.peek() == QLatin1Char('#');
            binding.value = onlyComment ? QString() : unquotedValue(scanner);
        }
    }
    scanner.skipBlanks();
    if (scanner.peek() == QLatin1Char('#'))
        scanner.restOfLine();
    return scanner.atLineEnd() ? std::optional(binding) : std::nullopt;
}

QString expanded(
    const QString& value, const std::map<QString, QString>& environment, const std::map<QString, QString>& earlier)
{
    static const QRegularExpression variable(QStringLiteral("\\$\\{([^}:]*)(?::-([^}]*))?\\}"));
    QString result;
    qsizetype end = 0;
    for (auto matches = variable.globalMatch(value); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        result += QStringView(value).mid(end, match.capturedStart() - end);
        end = match.capturedEnd();
        const QString name = match.captured(1);
        if (const auto set = environment.find(name); set != environment.end())
            result += set->second;
        else if (const auto bound = earlier.find(name); bound != earlier.end())
            result += bound->second;
        else
            result += match.captured(2);
    }
    return result + value.mid(end);
}

} // namespace

EnvFile parseEnvFile(const QString& text, const std::map<QString, QString>& environment)
{
    EnvFile file;
    Scanner scanner(text);
    for (scanner.skipSpace(); !scanner.atEnd(); scanner.skipSpace()) {
        if (scanner.peek() == QLatin1Char('#')) {
            scanner.restOfLine();
            continue;
        }
        const qsizetype line = scanner.lineNumber();
        const auto binding = readBinding(scanner);
        if (!binding) {
            scanner.restOfLine();
            file.unreadable.append(QStringLiteral("line %1 is no NAME=value and was skipped").arg(line));
        } else if (binding->value) {
            file.values[binding->name] = expanded(*binding->value, environment, file.values);
        }
    }
    return file;
}

Result<EnvFile> readEnvFile(const QString& path, const std::map<QString, QString>& environment)
{
    QFile file(path);
    if (!QFileInfo::exists(path))
        return failure(ErrorCode::FileNotFound, path);
    if (!QFileInfo(path).isFile())
        return failure(ErrorCode::FileNotReadable, path, QStringLiteral("not a file"));
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::FileNotReadable, path, file.errorString());
    if (file.size() > largestEnvFile) {
        return tl::unexpected(Error { ErrorCode::FileTooLarge, path, QStringLiteral("over 1 MiB"),
            QStringLiteral("Choose the trading system's .env.") });
    }
    const QByteArray bytes = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return failure(ErrorCode::FileNotReadable, path, file.errorString());
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder.decode(bytes);
    if (decoder.hasError())
        return failure(ErrorCode::InvalidText, path);
    return parseEnvFile(text, environment);
}

} // namespace tradestate
