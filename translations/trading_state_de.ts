<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>ConnectionTest</name>
    <message>
        <source>tables, newest save %1 with %2 positions</source>
        <translation>Tabellen, neuester Stand %1 mit %2 Positionen</translation>
    </message>
    <message>
        <source>event log of the Python system, newest save %1</source>
        <translation>Ereignisprotokoll des Python-Systems, neuester Stand %1</translation>
    </message>
    <message>
        <source>nothing yet</source>
        <translation>noch nichts</translation>
    </message>
    <message>
        <source>%1 in %2 ms</source>
        <translation>%1 in %2 ms</translation>
    </message>
    <message>
        <source>the server asks for none</source>
        <translation>der Server verlangt keines</translation>
    </message>
    <message>
        <source>the server does not tell its time</source>
        <translation>der Server nennt seine Zeit nicht</translation>
    </message>
    <message>
        <source>%1 s apart</source>
        <translation>%1 s auseinander</translation>
    </message>
    <message>
        <source>%1 s ahead</source>
        <translation>geht %1 s vor</translation>
    </message>
    <message>
        <source>%1 s behind</source>
        <translation>geht %1 s nach</translation>
    </message>
</context>
<context>
    <name>Console</name>
    <message>
        <source>Shows, backs up and restores the state that a pairs-trading system has on record. It never sends an order.</source>
        <translation>Zeigt, sichert und stellt wieder her, was ein Pairs-Trading-System gespeichert hat. Sendet nie eine Order.</translation>
    </message>
    <message>
        <source>Look at a file; nothing is changed.</source>
        <translation>Eine Datei ansehen; es wird nichts geändert.</translation>
    </message>
    <message>
        <source>Look at the built-in sample.</source>
        <translation>Das eingebaute Beispiel ansehen.</translation>
    </message>
    <message>
        <source>The settings (.env) to use, such as the trading system&apos;s.</source>
        <translation>Die Einstellungen (.env), zum Beispiel die des Handelssystems.</translation>
    </message>
    <message>
        <source>The folder of journal, backups and log.</source>
        <translation>Der Ordner mit Journal, Sicherungen und Protokoll.</translation>
    </message>
    <message>
        <source>Never write to the record.</source>
        <translation>Nie in den Bestand schreiben.</translation>
    </message>
    <message>
        <source>Unexpected argument: %1 (to look at a file: --view FILE)</source>
        <translation>Unerwartetes Argument: %1 (um eine Datei anzusehen: --view DATEI)</translation>
    </message>
</context>
<context>
    <name>Error</name>
    <message>
        <source>The file does not exist</source>
        <translation>Die Datei gibt es nicht</translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation>Prüfen Sie den Pfad.</translation>
    </message>
    <message>
        <source>The file cannot be read</source>
        <translation>Die Datei kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>Check its permissions and its disk.</source>
        <translation>Prüfen Sie ihre Rechte und den Datenträger.</translation>
    </message>
    <message>
        <source>The file is larger than a state can be</source>
        <translation>Die Datei ist größer, als ein Zustand sein kann</translation>
    </message>
    <message>
        <source>Choose a state or backup file of at most 1 GiB.</source>
        <translation>Wählen Sie eine Zustands- oder Sicherungsdatei von höchstens 1 GiB.</translation>
    </message>
    <message>
        <source>The file was not written; what was there before is unchanged</source>
        <translation>Die Datei wurde nicht geschrieben; was vorher da war, ist unverändert</translation>
    </message>
    <message>
        <source>Check the disk and the folder&apos;s permissions, then try again.</source>
        <translation>Prüfen Sie den Datenträger und die Rechte des Ordners, dann versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The file was written, but the disk did not confirm that it would survive a power loss</source>
        <translation>Die Datei wurde geschrieben, aber der Datenträger hat nicht bestätigt, dass sie einen Stromausfall überstehen würde</translation>
    </message>
    <message>
        <source>Check the disk, then save again.</source>
        <translation>Prüfen Sie den Datenträger, dann speichern Sie noch einmal.</translation>
    </message>
    <message>
        <source>The disk is full; what was there before is unchanged</source>
        <translation>Der Datenträger ist voll; was vorher da war, ist unverändert</translation>
    </message>
    <message>
        <source>Free some space, then try again.</source>
        <translation>Schaffen Sie Platz, dann versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The folder cannot be written to</source>
        <translation>In den Ordner kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>Check its permissions, or choose another one with --folder or TRADING_STATE_FALLBACK_DIR.</source>
        <translation>Prüfen Sie seine Rechte, oder wählen Sie einen anderen mit --folder oder TRADING_STATE_FALLBACK_DIR.</translation>
    </message>
    <message>
        <source>A symbolic link stands where a state file should be</source>
        <translation>Wo eine Zustandsdatei sein sollte, steht ein symbolischer Link</translation>
    </message>
    <message>
        <source>Remove the link, or name the real file.</source>
        <translation>Entfernen Sie den Link, oder nennen Sie die wirkliche Datei.</translation>
    </message>
    <message>
        <source>A file of this name already exists; it is unchanged</source>
        <translation>Eine Datei dieses Namens gibt es schon; sie ist unverändert</translation>
    </message>
    <message>
        <source>Choose another name, or a folder.</source>
        <translation>Wählen Sie einen anderen Namen oder einen Ordner.</translation>
    </message>
    <message>
        <source>Another program is using the folder</source>
        <translation>Ein anderes Programm benutzt den Ordner</translation>
    </message>
    <message>
        <source>Wait until it is done, or stop it.</source>
        <translation>Warten Sie, bis es fertig ist, oder beenden Sie es.</translation>
    </message>
    <message>
        <source>The text is not valid JSON</source>
        <translation>Der Text ist kein gültiges JSON</translation>
    </message>
    <message>
        <source>Choose another file; an older backup may be whole.</source>
        <translation>Wählen Sie eine andere Datei; eine ältere Sicherung kann unversehrt sein.</translation>
    </message>
    <message>
        <source>The document is cut off</source>
        <translation>Das Dokument ist abgeschnitten</translation>
    </message>
    <message>
        <source>Choose an older backup, or accept what could be salvaged.</source>
        <translation>Wählen Sie eine ältere Sicherung, oder nehmen Sie an, was gerettet werden konnte.</translation>
    </message>
    <message>
        <source>The document is nested too deeply</source>
        <translation>Das Dokument ist zu tief verschachtelt</translation>
    </message>
    <message>
        <source>Choose another file; no state is nested like this.</source>
        <translation>Wählen Sie eine andere Datei; kein Zustand ist so verschachtelt.</translation>
    </message>
    <message>
        <source>The document has the same key twice in one object</source>
        <translation>Das Dokument enthält denselben Schlüssel zweimal in einem Objekt</translation>
    </message>
    <message>
        <source>Choose another file; which of the two values holds cannot be known.</source>
        <translation>Wählen Sie eine andere Datei; welcher der beiden Werte gilt, lässt sich nicht feststellen.</translation>
    </message>
    <message>
        <source>The text is not valid UTF-8</source>
        <translation>Der Text ist kein gültiges UTF-8</translation>
    </message>
    <message>
        <source>Choose another file, or save it again as UTF-8.</source>
        <translation>Wählen Sie eine andere Datei, oder speichern Sie sie noch einmal als UTF-8.</translation>
    </message>
    <message>
        <source>This is not a number</source>
        <translation>Das ist keine Zahl</translation>
    </message>
    <message>
        <source>Correct the value.</source>
        <translation>Berichtigen Sie den Wert.</translation>
    </message>
    <message>
        <source>This is not a time</source>
        <translation>Das ist keine Zeitangabe</translation>
    </message>
    <message>
        <source>Write it as 2025-07-20T08:00:00Z.</source>
        <translation>Schreiben Sie sie wie 2025-07-20T08:00:00Z.</translation>
    </message>
    <message>
        <source>The document holds no trading state</source>
        <translation>Das Dokument enthält keinen Handelszustand</translation>
    </message>
    <message>
        <source>Choose a backup, a state file or a position fallback file.</source>
        <translation>Wählen Sie eine Sicherung, eine Zustandsdatei oder eine Positions-Ersatzdatei.</translation>
    </message>
    <message>
        <source>This backup was made while the state could not be read; it is not a flat book</source>
        <translation>Diese Sicherung entstand, als der Zustand nicht gelesen werden konnte; sie bedeutet nicht, dass keine Position offen war</translation>
    </message>
    <message>
        <source>Choose another backup; this one can never be restored.</source>
        <translation>Wählen Sie eine andere Sicherung; diese kann nie wiederhergestellt werden.</translation>
    </message>
    <message>
        <source>Only a part of the document could be salvaged</source>
        <translation>Nur ein Teil des Dokuments konnte gerettet werden</translation>
    </message>
    <message>
        <source>Look at what was recovered, then accept it with --accept-salvaged, or choose another backup.</source>
        <translation>Sehen Sie an, was gerettet wurde; nehmen Sie es dann mit --accept-salvaged an, oder wählen Sie eine andere Sicherung.</translation>
    </message>
    <message>
        <source>The content does not match its checksum</source>
        <translation>Der Inhalt passt nicht zu seiner Prüfsumme</translation>
    </message>
    <message>
        <source>Choose another backup; this one was changed after it was made.</source>
        <translation>Wählen Sie eine andere Sicherung; diese wurde nach ihrer Entstehung verändert.</translation>
    </message>
    <message>
        <source>The document was written by a newer version</source>
        <translation>Das Dokument wurde von einer neueren Version geschrieben</translation>
    </message>
    <message>
        <source>Update this program.</source>
        <translation>Aktualisieren Sie dieses Programm.</translation>
    </message>
    <message>
        <source>No server answers at this address</source>
        <translation>Unter dieser Adresse antwortet kein Server</translation>
    </message>
    <message>
        <source>Start InfluxDB, or check TRADING_STATE_INFLUXDB_URL.</source>
        <translation>Starten Sie InfluxDB, oder prüfen Sie TRADING_STATE_INFLUXDB_URL.</translation>
    </message>
    <message>
        <source>The server did not answer in time</source>
        <translation>Der Server hat nicht rechtzeitig geantwortet</translation>
    </message>
    <message>
        <source>Check its load and the network, or raise TRADING_STATE_CONNECTION_TIMEOUT.</source>
        <translation>Prüfen Sie seine Last und das Netz, oder erhöhen Sie TRADING_STATE_CONNECTION_TIMEOUT.</translation>
    </message>
    <message>
        <source>The connection was lost before the answer was complete</source>
        <translation>Die Verbindung brach ab, bevor die Antwort vollständig war</translation>
    </message>
    <message>
        <source>Check the server and the network; it is tried again.</source>
        <translation>Prüfen Sie Server und Netz; es wird wieder versucht.</translation>
    </message>
    <message>
        <source>What answers at this address is not InfluxDB</source>
        <translation>Was unter dieser Adresse antwortet, ist kein InfluxDB</translation>
    </message>
    <message>
        <source>Check http or https, host and port in TRADING_STATE_INFLUXDB_URL.</source>
        <translation>Prüfen Sie http oder https, Rechner und Port in TRADING_STATE_INFLUXDB_URL.</translation>
    </message>
    <message>
        <source>This version of InfluxDB is not supported</source>
        <translation>Diese Version von InfluxDB wird nicht unterstützt</translation>
    </message>
    <message>
        <source>Use InfluxDB 1.6 or newer, 2.4 or newer, or 3 Core.</source>
        <translation>Benutzen Sie InfluxDB 1.6 oder neuer, 2.4 oder neuer, oder 3 Core.</translation>
    </message>
    <message>
        <source>The token was not accepted</source>
        <translation>Das Token wurde nicht angenommen</translation>
    </message>
    <message>
        <source>Check TRADING_STATE_INFLUXDB_TOKEN; for InfluxDB 1.x it is user:password.</source>
        <translation>Prüfen Sie TRADING_STATE_INFLUXDB_TOKEN; für InfluxDB 1.x ist es benutzer:passwort.</translation>
    </message>
    <message>
        <source>The token may not read this bucket</source>
        <translation>Das Token darf diesen Bucket nicht lesen</translation>
    </message>
    <message>
        <source>Give the token the right to read the bucket.</source>
        <translation>Geben Sie dem Token das Recht, den Bucket zu lesen.</translation>
    </message>
    <message>
        <source>The token may not write to this bucket</source>
        <translation>Das Token darf nicht in diesen Bucket schreiben</translation>
    </message>
    <message>
        <source>Give the token the right to write; until then only backups to files are possible.</source>
        <translation>Geben Sie dem Token das Recht zu schreiben; bis dahin sind nur Sicherungen in Dateien möglich.</translation>
    </message>
    <message>
        <source>The bucket does not exist</source>
        <translation>Den Bucket gibt es nicht</translation>
    </message>
    <message>
        <source>Create it, or check TRADING_STATE_INFLUXDB_BUCKET.</source>
        <translation>Legen Sie ihn an, oder prüfen Sie TRADING_STATE_INFLUXDB_BUCKET.</translation>
    </message>
    <message>
        <source>The organisation does not exist</source>
        <translation>Die Organisation gibt es nicht</translation>
    </message>
    <message>
        <source>Check TRADING_STATE_INFLUXDB_ORG.</source>
        <translation>Prüfen Sie TRADING_STATE_INFLUXDB_ORG.</translation>
    </message>
    <message>
        <source>The bucket keeps data for a shorter time than this save is old</source>
        <translation>Der Bucket bewahrt Daten kürzer auf, als dieser Stand alt ist</translation>
    </message>
    <message>
        <source>Lengthen the bucket&apos;s retention; the save stays in the journal on this machine.</source>
        <translation>Verlängern Sie die Aufbewahrung des Buckets; der Stand bleibt im Journal auf diesem Rechner.</translation>
    </message>
    <message>
        <source>The server refused the request</source>
        <translation>Der Server hat die Anfrage abgelehnt</translation>
    </message>
    <message>
        <source>Read the server&apos;s reason; the save stays in the journal on this machine.</source>
        <translation>Lesen Sie die Begründung des Servers; der Stand bleibt im Journal auf diesem Rechner.</translation>
    </message>
    <message>
        <source>The server cannot serve the request now</source>
        <translation>Der Server kann die Anfrage gerade nicht bedienen</translation>
    </message>
    <message>
        <source>It is tried again; check the server&apos;s load and log if this lasts.</source>
        <translation>Es wird wieder versucht; hält es an, prüfen Sie Last und Protokoll des Servers.</translation>
    </message>
    <message>
        <source>The server sends to another address; the token is not sent there</source>
        <translation>Der Server verweist auf eine andere Adresse; das Token wird nicht dorthin gesendet</translation>
    </message>
    <message>
        <source>Set TRADING_STATE_INFLUXDB_URL to the final address, if you trust it.</source>
        <translation>Setzen Sie TRADING_STATE_INFLUXDB_URL auf die endgültige Adresse, wenn Sie ihr vertrauen.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate was refused</source>
        <translation>Das Zertifikat des Servers wurde abgelehnt</translation>
    </message>
    <message>
        <source>Renew the certificate, or name its authority in TRADING_STATE_CA_FILE.</source>
        <translation>Erneuern Sie das Zertifikat, oder nennen Sie seine Stelle in TRADING_STATE_CA_FILE.</translation>
    </message>
    <message>
        <source>The server&apos;s answer is larger than any state</source>
        <translation>Die Antwort des Servers ist größer als jeder Zustand</translation>
    </message>
    <message>
        <source>Check that the URL names the right server.</source>
        <translation>Prüfen Sie, ob die URL den richtigen Server nennt.</translation>
    </message>
    <message>
        <source>The server&apos;s answer was not understood</source>
        <translation>Die Antwort des Servers wurde nicht verstanden</translation>
    </message>
    <message>
        <source>Check that the URL names an InfluxDB and no proxy stands before it.</source>
        <translation>Prüfen Sie, ob die URL ein InfluxDB nennt und kein Proxy davor steht.</translation>
    </message>
    <message>
        <source>The server accepted the save, but it is not there on reading back</source>
        <translation>Der Server hat den Stand angenommen, aber beim Zurücklesen ist er nicht da</translation>
    </message>
    <message>
        <source>The save stays in the journal on this machine and is sent again.</source>
        <translation>Der Stand bleibt im Journal auf diesem Rechner und wird noch einmal gesendet.</translation>
    </message>
    <message>
        <source>The token would travel unencrypted to another machine</source>
        <translation>Das Token ginge unverschlüsselt an einen anderen Rechner</translation>
    </message>
    <message>
        <source>Use https, or set TRADING_STATE_ALLOW_PLAIN_HTTP=true.</source>
        <translation>Benutzen Sie https, oder setzen Sie TRADING_STATE_ALLOW_PLAIN_HTTP=true.</translation>
    </message>
    <message>
        <source>The bucket holds saves in both layouts</source>
        <translation>Der Bucket enthält Stände in beiden Anordnungen</translation>
    </message>
    <message>
        <source>Set TRADING_STATE_INFLUXDB_LAYOUT to tables or versions.</source>
        <translation>Setzen Sie TRADING_STATE_INFLUXDB_LAYOUT auf tables oder versions.</translation>
    </message>
    <message>
        <source>A setting has a value that is not allowed</source>
        <translation>Eine Einstellung hat einen Wert, der nicht erlaubt ist</translation>
    </message>
    <message>
        <source>Correct it in the .env, the environment or the command line.</source>
        <translation>Berichtigen Sie sie in der .env, der Umgebung oder der Befehlszeile.</translation>
    </message>
    <message>
        <source>A setting is missing</source>
        <translation>Eine Einstellung fehlt</translation>
    </message>
    <message>
        <source>Add it to the .env or the environment.</source>
        <translation>Ergänzen Sie sie in der .env oder der Umgebung.</translation>
    </message>
    <message>
        <source>The system&apos;s keychain did not answer</source>
        <translation>Der Schlüsselbund des Systems hat nicht geantwortet</translation>
    </message>
    <message>
        <source>Unlock the keychain, or keep the token in the .env.</source>
        <translation>Entsperren Sie den Schlüsselbund, oder lassen Sie das Token in der .env.</translation>
    </message>
    <message>
        <source>This program may only read</source>
        <translation>Dieses Programm darf nur lesen</translation>
    </message>
    <message>
        <source>Start it without --read-only and TRADING_STATE_READ_ONLY.</source>
        <translation>Starten Sie es ohne --read-only und TRADING_STATE_READ_ONLY.</translation>
    </message>
    <message>
        <source>Two writers saved over each other</source>
        <translation>Zwei Schreiber haben übereinander gespeichert</translation>
    </message>
    <message>
        <source>Choose one of the saves first: restore --save CANDIDATE.</source>
        <translation>Wählen Sie zuerst einen der Stände: restore --save KANDIDAT.</translation>
    </message>
    <message>
        <source>A trading system is running and would overwrite the change</source>
        <translation>Ein Handelssystem läuft und würde die Änderung überschreiben</translation>
    </message>
    <message>
        <source>Stop the trading system first; if it is stopped, use --force.</source>
        <translation>Beenden Sie zuerst das Handelssystem; ist es beendet, benutzen Sie --force.</translation>
    </message>
    <message>
        <source>Something was saved since the change was planned</source>
        <translation>Seit der Planung der Änderung wurde etwas gespeichert</translation>
    </message>
    <message>
        <source>Look at the new plan and confirm again.</source>
        <translation>Sehen Sie den neuen Plan an und bestätigen Sie noch einmal.</translation>
    </message>
    <message>
        <source>Nothing was ever saved here</source>
        <translation>Hier wurde noch nie etwas gespeichert</translation>
    </message>
    <message>
        <source>Check that URL, bucket and account are the trading system&apos;s, or restore a backup.</source>
        <translation>Prüfen Sie, ob URL, Bucket und Konto die des Handelssystems sind, oder stellen Sie eine Sicherung wieder her.</translation>
    </message>
    <message>
        <source>There is no such save</source>
        <translation>Einen solchen Stand gibt es nicht</translation>
    </message>
    <message>
        <source>See the saves with: state-manager history.</source>
        <translation>Die Stände zeigt: state-manager history.</translation>
    </message>
    <message>
        <source>More than one save is meant</source>
        <translation>Mehr als ein Stand ist gemeint</translation>
    </message>
    <message>
        <source>Give more characters of the save&apos;s id.</source>
        <translation>Geben Sie mehr Zeichen der Nummer des Standes an.</translation>
    </message>
    <message>
        <source>There is no such position</source>
        <translation>Eine solche Position gibt es nicht</translation>
    </message>
    <message>
        <source>See the positions with: state-manager check.</source>
        <translation>Die Positionen zeigt: state-manager check.</translation>
    </message>
    <message>
        <source>There is no restore, undo or removal to take back</source>
        <translation>Es gibt keine Wiederherstellung, Rücknahme oder Entfernung, die zurückgenommen werden könnte</translation>
    </message>
    <message>
        <source>Restore a backup or a rescue copy instead.</source>
        <translation>Stellen Sie stattdessen eine Sicherung oder eine Rettungskopie wieder her.</translation>
    </message>
    <message>
        <source>The record already is as it would become</source>
        <translation>Der Bestand ist schon so, wie er werden soll</translation>
    </message>
    <message>
        <source>Nothing needs to be done.</source>
        <translation>Es ist nichts zu tun.</translation>
    </message>
    <message>
        <source>A removal needs a reason</source>
        <translation>Eine Entfernung braucht einen Grund</translation>
    </message>
    <message>
        <source>Say why, for instance: --reason &quot;closed at the broker by hand&quot;.</source>
        <translation>Sagen Sie, warum, zum Beispiel: --reason &quot;beim Broker von Hand geschlossen&quot;.</translation>
    </message>
    <message>
        <source>The rescue copy could not be made, so nothing was changed</source>
        <translation>Die Rettungskopie konnte nicht angelegt werden, darum wurde nichts geändert</translation>
    </message>
    <message>
        <source>Check the backup folder and its disk, then try again.</source>
        <translation>Prüfen Sie den Sicherungsordner und den Datenträger, dann versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>This state cannot be stored without loss, so it was refused</source>
        <translation>Dieser Zustand kann nicht verlustfrei gespeichert werden, darum wurde er abgelehnt</translation>
    </message>
    <message>
        <source>Correct the named value.</source>
        <translation>Berichtigen Sie den genannten Wert.</translation>
    </message>
    <message>
        <source>The primary store could not be read</source>
        <translation>Der Hauptspeicher konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>Check the connection; with --force the change is made on this machine and sent later.</source>
        <translation>Prüfen Sie die Verbindung; mit --force wird die Änderung auf diesem Rechner gemacht und später gesendet.</translation>
    </message>
    <message>
        <source>The save is incomplete</source>
        <translation>Der Stand ist unvollständig</translation>
    </message>
    <message>
        <source>Choose an earlier save, or restore a backup.</source>
        <translation>Wählen Sie einen früheren Stand, oder stellen Sie eine Sicherung wieder her.</translation>
    </message>
    <message>
        <source>The command line was not understood</source>
        <translation>Die Befehlszeile wurde nicht verstanden</translation>
    </message>
    <message>
        <source>See --help.</source>
        <translation>Siehe --help.</translation>
    </message>
    <message>
        <source>Cancelled; nothing was changed</source>
        <translation>Abgebrochen; es wurde nichts geändert</translation>
    </message>
    <message>
        <source>Start it again when you are ready.</source>
        <translation>Beginnen Sie noch einmal, wenn Sie so weit sind.</translation>
    </message>
    <message>
        <source>Not confirmed; nothing was changed</source>
        <translation>Nicht bestätigt; es wurde nichts geändert</translation>
    </message>
    <message>
        <source>Answer yes, or give --yes where nobody can be asked.</source>
        <translation>Antworten Sie mit Ja, oder geben Sie --yes an, wo niemand gefragt werden kann.</translation>
    </message>
    <message>
        <source>An internal check failed</source>
        <translation>Eine innere Prüfung ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>Please report this with the log file.</source>
        <translation>Bitte melden Sie das zusammen mit der Protokolldatei.</translation>
    </message>
</context>
<context>
    <name>ErrorAdvice</name>
    <message>
        <source>Check its permissions and its disk, or use another folder.</source>
        <translation>Prüfen Sie seine Rechte und seinen Datenträger, oder benutzen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Look at what was recovered, then tick the box that accepts it, or choose another backup.</source>
        <translation>Sehen Sie an, was gerettet wurde, und kreuzen Sie dann an, dass es benutzt werden soll, oder wählen Sie eine andere Sicherung.</translation>
    </message>
    <message>
        <source>It was changed or damaged after it was made. Choose another backup, or tick the box that accepts it.</source>
        <translation>Sie wurde geändert oder beschädigt, nachdem sie angelegt war. Wählen Sie eine andere Sicherung, oder kreuzen Sie an, dass sie benutzt werden soll.</translation>
    </message>
    <message>
        <source>Choose an earlier save or a backup, or tick the box that accepts what was found of it.</source>
        <translation>Wählen Sie einen früheren Stand oder eine Sicherung, oder kreuzen Sie an, dass benutzt werden soll, was von ihm gefunden wurde.</translation>
    </message>
    <message>
        <source>Start InfluxDB, or check its address.</source>
        <translation>Starten Sie InfluxDB, oder prüfen Sie seine Adresse.</translation>
    </message>
    <message>
        <source>Check the server&apos;s load and the network, then try again.</source>
        <translation>Prüfen Sie die Last des Servers und das Netz, und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>Check http or https, host and port of the address.</source>
        <translation>Prüfen Sie http oder https, Rechner und Port der Adresse.</translation>
    </message>
    <message>
        <source>Check the token; for InfluxDB 1.x it is user:password.</source>
        <translation>Prüfen Sie das Token; bei InfluxDB 1.x ist es Benutzer:Passwort.</translation>
    </message>
    <message>
        <source>Create it, or check the bucket&apos;s name.</source>
        <translation>Legen Sie ihn an, oder prüfen Sie den Namen des Buckets.</translation>
    </message>
    <message>
        <source>Check the organisation&apos;s name.</source>
        <translation>Prüfen Sie den Namen der Organisation.</translation>
    </message>
    <message>
        <source>Enter the final address, if you trust it.</source>
        <translation>Geben Sie die endgültige Adresse ein, wenn Sie ihr vertrauen.</translation>
    </message>
    <message>
        <source>Renew the certificate, or name its authority in the .env (TRADING_STATE_CA_FILE).</source>
        <translation>Erneuern Sie das Zertifikat, oder nennen Sie seine Stelle in der .env (TRADING_STATE_CA_FILE).</translation>
    </message>
    <message>
        <source>Use an https address, or allow unencrypted http to that machine.</source>
        <translation>Benutzen Sie eine https-Adresse, oder erlauben Sie unverschlüsseltes http zu diesem Rechner.</translation>
    </message>
    <message>
        <source>Say in the .env which one holds (TRADING_STATE_INFLUXDB_LAYOUT), then open it again.</source>
        <translation>Sagen Sie in der .env, welche gilt (TRADING_STATE_INFLUXDB_LAYOUT), und öffnen Sie sie dann noch einmal.</translation>
    </message>
    <message>
        <source>Correct it in the .env, then open it again.</source>
        <translation>Berichtigen Sie sie in der .env, und öffnen Sie diese dann noch einmal.</translation>
    </message>
    <message>
        <source>Add it to the .env, then open it again.</source>
        <translation>Fügen Sie sie in die .env ein, und öffnen Sie diese dann noch einmal.</translation>
    </message>
    <message>
        <source>Unlock the keychain, or keep the token in the .env file.</source>
        <translation>Entsperren Sie den Schlüsselbund, oder lassen Sie das Token in der .env-Datei.</translation>
    </message>
    <message>
        <source>Start it without read-only mode to change the record; backups to files still work.</source>
        <translation>Starten Sie es ohne den Nur-Lesen-Modus, um den Bestand zu ändern; Sicherungen in Dateien gehen weiterhin.</translation>
    </message>
    <message>
        <source>Choose first which of the saves goes on (State menu).</source>
        <translation>Wählen Sie zuerst, welcher der Stände weitergilt (Menü Bestand).</translation>
    </message>
    <message>
        <source>Stop the trading system first; once it is stopped, tick the box that says so.</source>
        <translation>Beenden Sie zuerst das Handelssystem; wenn es beendet ist, kreuzen Sie das an.</translation>
    </message>
    <message>
        <source>Look at the history for the saves that there are.</source>
        <translation>Sehen Sie im Verlauf nach, welche Stände es gibt.</translation>
    </message>
    <message>
        <source>Choose the save from the history.</source>
        <translation>Wählen Sie den Stand aus dem Verlauf.</translation>
    </message>
    <message>
        <source>Look at the positions again: it may have been closed meanwhile.</source>
        <translation>Sehen Sie die Positionen noch einmal an: Sie kann inzwischen geschlossen sein.</translation>
    </message>
    <message>
        <source>Say why, such as: closed at the broker by hand.</source>
        <translation>Sagen Sie warum, etwa: beim Broker von Hand geschlossen.</translation>
    </message>
    <message>
        <source>Check the connection, or tick the box to change the record on this machine and send it later.</source>
        <translation>Prüfen Sie die Verbindung, oder kreuzen Sie an, dass der Bestand auf diesem Rechner geändert und später gesendet werden soll.</translation>
    </message>
    <message>
        <source>Confirm it to go on.</source>
        <translation>Bestätigen Sie es, um weiterzumachen.</translation>
    </message>
</context>
<context>
    <name>ErrorReason</name>
    <message>
        <source>not a file</source>
        <translation>keine Datei</translation>
    </message>
    <message>
        <source>over 1 MiB</source>
        <translation>über 1 MiB</translation>
    </message>
    <message>
        <source>held by %1</source>
        <translation>gehalten von %1</translation>
    </message>
    <message>
        <source>the lock file keeps being replaced</source>
        <translation>die Sperrdatei wird immer wieder ersetzt</translation>
    </message>
    <message>
        <source>there is no such folder</source>
        <translation>diesen Ordner gibt es nicht</translation>
    </message>
    <message>
        <source>it is no document of a save</source>
        <translation>es ist kein Dokument eines Standes</translation>
    </message>
    <message>
        <source>its record cannot be read</source>
        <translation>sein Eintrag kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>it reads back as another state</source>
        <translation>zurückgelesen ist es ein anderer Zustand</translation>
    </message>
    <message>
        <source>it holds another save</source>
        <translation>sie enthält einen anderen Stand</translation>
    </message>
    <message>
        <source>the file holds other bytes than written</source>
        <translation>die Datei enthält andere Bytes als geschrieben</translation>
    </message>
    <message>
        <source>it is not a regular file</source>
        <translation>es ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>it is not a folder</source>
        <translation>es ist kein Ordner</translation>
    </message>
    <message>
        <source>no free name for a temporary file</source>
        <translation>kein freier Name für eine vorläufige Datei</translation>
    </message>
    <message>
        <source>nothing more could be written</source>
        <translation>es ließ sich nichts mehr schreiben</translation>
    </message>
    <message>
        <source>it could not be read back: %1</source>
        <translation>es konnte nicht zurückgelesen werden: %1</translation>
    </message>
    <message>
        <source>the disk gave back other bytes than written</source>
        <translation>der Datenträger gab andere Bytes zurück als geschrieben</translation>
    </message>
    <message>
        <source>more than %1 bytes</source>
        <translation>mehr als %1 Bytes</translation>
    </message>
    <message>
        <source>deeper than %1 levels</source>
        <translation>tiefer als %1 Ebenen</translation>
    </message>
    <message>
        <source>the text ends too early</source>
        <translation>der Text endet zu früh</translation>
    </message>
    <message>
        <source>TRADING_STATE_DB_TYPE is influxdb</source>
        <translation>TRADING_STATE_DB_TYPE ist influxdb</translation>
    </message>
    <message>
        <source>the store is InfluxDB</source>
        <translation>der Speicher ist InfluxDB</translation>
    </message>
    <message>
        <source>not a URL such as http://localhost:8086</source>
        <translation>keine URL wie http://localhost:8086</translation>
    </message>
    <message>
        <source>user and password do not belong in the URL, but in TRADING_STATE_INFLUXDB_TOKEN</source>
        <translation>Benutzer und Passwort gehören nicht in die URL, sondern in TRADING_STATE_INFLUXDB_TOKEN</translation>
    </message>
    <message>
        <source>there is something after the path</source>
        <translation>hinter dem Pfad steht noch etwas</translation>
    </message>
    <message>
        <source>it holds a control character, such as a line end</source>
        <translation>es enthält ein Steuerzeichen, etwa ein Zeilenende</translation>
    </message>
    <message>
        <source>false leaves no store at all with TRADING_STATE_DB_TYPE=file</source>
        <translation>false lässt mit TRADING_STATE_DB_TYPE=file gar keinen Speicher übrig</translation>
    </message>
    <message>
        <source>another save came in the meantime; nothing was written</source>
        <translation>inzwischen kam ein anderer Stand; es wurde nichts geschrieben</translation>
    </message>
    <message>
        <source>the newest save is incomplete; restore the one that is right</source>
        <translation>der neueste Stand ist unvollständig; stellen Sie den richtigen wieder her</translation>
    </message>
    <message>
        <source>two writers saved over each other; nothing is sent until one is chosen</source>
        <translation>zwei Schreiber haben übereinander gespeichert; es wird nichts gesendet, bis einer gewählt ist</translation>
    </message>
    <message>
        <source>neither its rescue file nor the save before it can be read</source>
        <translation>weder seine Rettungsdatei noch der Stand davor kann gelesen werden</translation>
    </message>
    <message>
        <source>it was not asked yet</source>
        <translation>es wurde noch nicht gefragt</translation>
    </message>
    <message>
        <source>InfluxDB has lost saves it had confirmed</source>
        <translation>InfluxDB hat Stände verloren, die es bestätigt hatte</translation>
    </message>
    <message>
        <source>%1 saves that do not know each other</source>
        <translation>%1 Stände, die einander nicht kennen</translation>
    </message>
    <message>
        <source>neither on record nor in %1</source>
        <translation>weder im Bestand noch in %1</translation>
    </message>
    <message>
        <source>nothing was saved before that time</source>
        <translation>vor dieser Zeit wurde nichts gespeichert</translation>
    </message>
    <message>
        <source>a position of this name is on record, and the events are its own</source>
        <translation>eine Position dieses Namens ist im Bestand, und die Ereignisse sind ihre eigenen</translation>
    </message>
    <message>
        <source>a suspected ghost stands in the event log alone, which cannot be read now</source>
        <translation>ein mutmaßlicher Geist steht nur im Ereignisprotokoll, und das kann jetzt nicht gelesen werden</translation>
    </message>
    <message>
        <source>a past save is being viewed</source>
        <translation>ein früherer Stand wird angesehen</translation>
    </message>
    <message>
        <source>a file is being viewed</source>
        <translation>eine Datei wird angesehen</translation>
    </message>
    <message>
        <source>the plan is about an earlier record</source>
        <translation>der Plan gilt für einen früheren Bestand</translation>
    </message>
    <message>
        <source>it saved %1 ago</source>
        <translation>es hat vor %1 gespeichert</translation>
    </message>
    <message>
        <source>its next save is due in %1</source>
        <translation>sein nächster Stand ist fällig in %1</translation>
    </message>
    <message>
        <source>its next save is overdue</source>
        <translation>sein nächster Stand ist überfällig</translation>
    </message>
    <message>
        <source>it holds the session lock</source>
        <translation>es hält die Sitzungssperre</translation>
    </message>
    <message>
        <source>the event log in %1 belongs to the account %2, not to %3</source>
        <translation>das Ereignisprotokoll in %1 gehört zum Konto %2, nicht zu %3</translation>
    </message>
    <message>
        <source>no certificate in it</source>
        <translation>kein Zertifikat darin</translation>
    </message>
    <message>
        <source>the time for the whole operation is over</source>
        <translation>die Zeit für den ganzen Vorgang ist um</translation>
    </message>
    <message>
        <source>no answer for %1 s</source>
        <translation>seit %1 s keine Antwort</translation>
    </message>
    <message>
        <source>it tells no version</source>
        <translation>er nennt keine Version</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>status %1</source>
        <translation>Status %1</translation>
    </message>
    <message>
        <source>no list of databases</source>
        <translation>keine Liste der Datenbanken</translation>
    </message>
    <message>
        <source>InfluxDB 3 Core deletes no rows</source>
        <translation>InfluxDB 3 Core löscht keine Zeilen</translation>
    </message>
    <message>
        <source>the server&apos;s clock and this machine&apos;s differ by %1 s</source>
        <translation>die Uhren des Servers und dieses Rechners gehen um %1 s auseinander</translation>
    </message>
    <message>
        <source>the save&apos;s record was not read back</source>
        <translation>der Eintrag des Standes wurde nicht zurückgelesen</translation>
    </message>
    <message>
        <source>it was read back otherwise than it was written</source>
        <translation>es wurde anders zurückgelesen als geschrieben</translation>
    </message>
    <message>
        <source>the trading system wrote it again after its events were exported</source>
        <translation>das Handelssystem hat es wieder geschrieben, nachdem seine Ereignisse ausgegeben waren</translation>
    </message>
    <message>
        <source>its events are still there</source>
        <translation>seine Ereignisse sind noch da</translation>
    </message>
    <message>
        <source>saves are written faster than they can be read</source>
        <translation>Stände werden schneller geschrieben, als sie sich lesen lassen</translation>
    </message>
    <message>
        <source>%1 at line %2, column %3</source>
        <translation>%1 in Zeile %2, Spalte %3</translation>
    </message>
</context>
<context>
    <name>Recovered</name>
    <message>
        <source>lost: whatever followed (%1)</source>
        <translation>verloren: alles, was folgte (%1)</translation>
    </message>
    <message>
        <source>number %1</source>
        <translation>Nummer %1</translation>
    </message>
    <message>
        <source>lost: the portfolio, cut off inside</source>
        <translation>verloren: das Portfolio, mittendrin abgeschnitten</translation>
    </message>
    <message>
        <source>lost: %1, cut off inside</source>
        <translation>verloren: %1, mittendrin abgeschnitten</translation>
    </message>
    <message>
        <source>recovered: position %1</source>
        <translation>gerettet: Position %1</translation>
    </message>
    <message>
        <source>recovered: pair state %1</source>
        <translation>gerettet: Paarzustand %1</translation>
    </message>
    <message>
        <source>recovered: ghost %1</source>
        <translation>gerettet: Geist %1</translation>
    </message>
    <message>
        <source>recovered: the portfolio</source>
        <translation>gerettet: das Portfolio</translation>
    </message>
    <message>
        <source>recovered: the session</source>
        <translation>gerettet: die Sitzung</translation>
    </message>
    <message>
        <source>recovered: the save record</source>
        <translation>gerettet: der Eintrag des Standes</translation>
    </message>
    <message>
        <source>lost: position %1, cut off inside</source>
        <translation>verloren: Position %1, mittendrin abgeschnitten</translation>
    </message>
    <message>
        <source>lost: pair state %1, cut off inside</source>
        <translation>verloren: Paarzustand %1, mittendrin abgeschnitten</translation>
    </message>
    <message>
        <source>lost: ghost %1, cut off inside</source>
        <translation>verloren: Geist %1, mittendrin abgeschnitten</translation>
    </message>
</context>
<context>
    <name>RestorePlan</name>
    <message>
        <source>The Python trading system will bring back %1: its events stay in the event log%2.</source>
        <translation>Das Python-Handelssystem bringt %1 zurück: Die Ereignisse bleiben im Ereignisprotokoll%2.</translation>
    </message>
    <message>
        <source>, which cannot be reached</source>
        <translation>, das nicht erreichbar ist</translation>
    </message>
    <message>
        <source>The events of %1 are kept in a file beside the rescue copy, then deleted; undo does not bring them back.</source>
        <translation>Die Ereignisse von %1 werden in einer Datei neben der Rettungskopie aufbewahrt und dann gelöscht; Zurücknehmen bringt sie nicht wieder.</translation>
    </message>
    <message>
        <source>Nothing is sent to the broker: make sure that both legs of %1 are closed there.</source>
        <translation>An den Broker wird nichts gesendet: Vergewissern Sie sich, dass dort beide Seiten von %1 geschlossen sind.</translation>
    </message>
    <message>
        <source>Not among the chosen pairs.</source>
        <translation>Nicht unter den gewählten Paaren.</translation>
    </message>
    <message>
        <source>The document is damaged; this is what could be salvaged.</source>
        <translation>Das Dokument ist beschädigt; das konnte gerettet werden.</translation>
    </message>
    <message>
        <source>The document is damaged, and fields of this position are missing.</source>
        <translation>Das Dokument ist beschädigt, und Felder dieser Position fehlen.</translation>
    </message>
    <message>
        <source>The backup marks it as deleted.</source>
        <translation>In der Sicherung ist sie als gelöscht markiert.</translation>
    </message>
    <message>
        <source>Its pair state says that there is no position.</source>
        <translation>Ihr Paarzustand sagt, dass es keine Position gibt.</translation>
    </message>
    <message>
        <source>It was written with another strategy: %1, now %2.</source>
        <translation>Sie entstand mit einer anderen Strategie: %1, jetzt %2.</translation>
    </message>
    <message>
        <source>It was written with another version of the trading system: %1, now %2.</source>
        <translation>Sie entstand mit einer anderen Version des Handelssystems: %1, jetzt %2.</translation>
    </message>
    <message>
        <source>It was written with another broker: %1, now %2.</source>
        <translation>Sie entstand mit einem anderen Broker: %1, jetzt %2.</translation>
    </message>
    <message>
        <source>%1 only then</source>
        <translation>%1 nur damals</translation>
    </message>
    <message>
        <source>%1 only now</source>
        <translation>%1 nur jetzt</translation>
    </message>
    <message>
        <source>It was written with another list of pairs: %1.</source>
        <translation>Sie entstand mit einer anderen Liste von Paaren: %1.</translation>
    </message>
    <message>
        <source>The cooldowns of %1 are older than their bars: they are over by now.</source>
        <translation>Die Sperren von %1 sind älter als ihre Bars: Sie sind inzwischen vorbei.</translation>
    </message>
    <message>
        <source>Whether the cooldowns of %1 are over by now cannot be told: %2.</source>
        <translation>Ob die Sperren von %1 inzwischen vorbei sind, lässt sich nicht sagen: %2.</translation>
    </message>
    <message>
        <source>TRADING_STATE_BAR_SECONDS is not set</source>
        <translation>TRADING_STATE_BAR_SECONDS ist nicht gesetzt</translation>
    </message>
    <message>
        <source>they carry no time</source>
        <translation>sie tragen keine Zeit</translation>
    </message>
    <message>
        <source>positions</source>
        <translation>Positionen</translation>
    </message>
    <message>
        <source>pair states</source>
        <translation>Paarzustände</translation>
    </message>
    <message>
        <source>portfolio</source>
        <translation>Portfolio</translation>
    </message>
    <message>
        <source>session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>It may not be whole</source>
        <translation>Sie ist vielleicht nicht vollständig</translation>
    </message>
    <message>
        <source>It has no %1, which stay as they are</source>
        <translation>Es fehlen: %1; das bleibt, wie es ist</translation>
    </message>
    <message>
        <source>; nothing is removed.</source>
        <translation>; es wird nichts entfernt.</translation>
    </message>
    <message>
        <source>It goes into the journal on this machine, which the Python trading system does not read.</source>
        <translation>Sie kommt ins Journal auf diesem Rechner, das das Python-Handelssystem nicht liest.</translation>
    </message>
    <message>
        <source>InfluxDB is empty: it will be written in the layout tables, which the Python trading system does not read.</source>
        <translation>InfluxDB ist leer: Geschrieben wird im Layout tables, das das Python-Handelssystem nicht liest.</translation>
    </message>
    <message>
        <source>InfluxDB is empty: it will be written as the event log that the Python trading system starts from.</source>
        <translation>InfluxDB ist leer: Geschrieben wird als Ereignisprotokoll, aus dem das Python-Handelssystem startet.</translation>
    </message>
    <message>
        <source>It will be written in the layout tables, which the Python trading system does not read.</source>
        <translation>Geschrieben wird im Layout tables, das das Python-Handelssystem nicht liest.</translation>
    </message>
    <message>
        <source>It is damaged: only what could be salvaged is restored, and nothing is removed.</source>
        <translation>Sie ist beschädigt: Nur was gerettet werden konnte, wird wiederhergestellt, und es wird nichts entfernt.</translation>
    </message>
    <message>
        <source>It does not match its checksum.</source>
        <translation>Sie passt nicht zu ihrer Prüfsumme.</translation>
    </message>
    <message>
        <source>It carries no checksum that proves it.</source>
        <translation>Sie trägt keine Prüfsumme, die sie beweist.</translation>
    </message>
    <message>
        <source>It was changed again since the undo.</source>
        <translation>Seit der Rücknahme wieder geändert.</translation>
    </message>
    <message>
        <source>It was changed again since the removal.</source>
        <translation>Seit der Entfernung wieder geändert.</translation>
    </message>
    <message>
        <source>It was changed again since the restore.</source>
        <translation>Seit der Wiederherstellung wieder geändert.</translation>
    </message>
    <message>
        <source>Only its position goes back; the rest was changed again since.</source>
        <translation>Nur seine Position geht zurück; der Rest wurde seither wieder geändert.</translation>
    </message>
    <message>
        <source>Its position was changed again since, and stays.</source>
        <translation>Seine Position wurde seither wieder geändert und bleibt.</translation>
    </message>
    <message>
        <source>%1 of its rows were changed again since, and stay as they are unless ticked.</source>
        <translation>%1 ihrer Zeilen wurden seither wieder geändert und bleiben, wie sie sind, wenn sie nicht angekreuzt werden.</translation>
    </message>
    <message>
        <source>It was written with another data provider: %1, now %2.</source>
        <translation>Sie entstand mit einem anderen Datenanbieter: %1, jetzt %2.</translation>
    </message>
    <message>
        <source>InfluxDB does not hold the newest save: the whole record is written there again, also what does not change.</source>
        <translation>InfluxDB enthält den neuesten Stand nicht: Alles wird dort wieder gespeichert, auch was sich nicht ändert.</translation>
    </message>
    <message>
        <source>Still open in InfluxDB, which lacks the newest save: %1. These events are kept in a file beside the rescue copy and taken away, or the Python trading system would load them.</source>
        <translation>Noch offen in InfluxDB, dem der neueste Stand fehlt: %1. Diese Ereignisse werden in einer Datei neben der Rettungskopie aufbewahrt und dort entfernt; sonst würde das Python-Handelssystem sie laden.</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>%1 is no setting and has no effect; the nearest known name is %2</source>
        <translation>%1 ist keine Einstellung und hat keine Wirkung; der nächste bekannte Name ist %2</translation>
    </message>
    <message>
        <source>%1 is accepted without effect: backups are never removed</source>
        <translation>%1 wird angenommen, aber ohne Wirkung: Sicherungen werden nie entfernt</translation>
    </message>
    <message>
        <source>%1ALLOW_PLAIN_HTTP: token and state travel unencrypted to %2</source>
        <translation>%1ALLOW_PLAIN_HTTP: Token und Zustand gehen unverschlüsselt zu %2</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>1 position on record</source>
        <translation>1 Position im Bestand</translation>
    </message>
    <message numerus="yes">
        <source>%n positions on record</source>
        <translation>
            <numerusform>%n Position im Bestand</numerusform>
            <numerusform>%n Positionen im Bestand</numerusform>
        </translation>
    </message>
    <message>
        <source>1 trade since</source>
        <translation>1 Trade seither</translation>
    </message>
    <message numerus="yes">
        <source>%n trades since</source>
        <translation>
            <numerusform>%n Trade seither</numerusform>
            <numerusform>%n Trades seither</numerusform>
        </translation>
    </message>
    <message>
        <source>an unknown time</source>
        <translation>unbekannter Zeit</translation>
    </message>
    <message>
        <source>InfluxDB could not be read</source>
        <translation>InfluxDB konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>InfluxDB could not be read (%1)</source>
        <translation>InfluxDB konnte nicht gelesen werden (%1)</translation>
    </message>
    <message>
        <source>showing what was last seen, %1 ago</source>
        <translation>gezeigt wird, was zuletzt gesehen wurde, vor %1</translation>
    </message>
    <message>
        <source>nothing was ever seen of it here</source>
        <translation>hier wurde noch nie etwas davon gesehen</translation>
    </message>
    <message>
        <source>Two writers saved over each other</source>
        <translation>Zwei Schreiber haben übereinander gespeichert</translation>
    </message>
    <message>
        <source>Two writers saved over each other at %1</source>
        <translation>Zwei Schreiber haben um %1 übereinander gespeichert</translation>
    </message>
    <message>
        <source>The newest is shown. Choose one of: %1</source>
        <translation>Gezeigt wird der neueste. Wählen Sie einen von: %1</translation>
    </message>
    <message>
        <source>Incomplete: save %1 of %2</source>
        <translation>Unvollständig: Stand %1 von %2</translation>
    </message>
    <message>
        <source>This save is incomplete (%1 of %2 positions)</source>
        <translation>Dieser Stand ist unvollständig (%1 von %2 Positionen)</translation>
    </message>
    <message>
        <source>This save does not match its checksum</source>
        <translation>Dieser Stand passt nicht zu seiner Prüfsumme</translation>
    </message>
    <message>
        <source>The checksum of the rows was compared with the one in the save&apos;s record</source>
        <translation>Die Prüfsumme der Zeilen wurde mit der verglichen, die im Eintrag des Standes steht</translation>
    </message>
    <message>
        <source>1 save is on this machine only; InfluxDB has not confirmed it</source>
        <translation>1 Stand ist nur auf diesem Rechner; InfluxDB hat ihn nicht bestätigt</translation>
    </message>
    <message numerus="yes">
        <source>%n saves are on this machine only; InfluxDB has not confirmed them</source>
        <translation>
            <numerusform>%n Stand ist nur auf diesem Rechner; InfluxDB hat ihn nicht bestätigt</numerusform>
            <numerusform>%n Stände sind nur auf diesem Rechner; InfluxDB hat sie nicht bestätigt</numerusform>
        </translation>
    </message>
    <message>
        <source>InfluxDB has lost saves that it had confirmed</source>
        <translation>InfluxDB hat Stände verloren, die es bestätigt hatte</translation>
    </message>
    <message>
        <source>next try in %1</source>
        <translation>nächster Versuch in %1</translation>
    </message>
    <message>
        <source>Saves that InfluxDB refused: %1</source>
        <translation>Stände, die InfluxDB abgelehnt hat: %1</translation>
    </message>
    <message>
        <source>Nothing proves that this is what was saved</source>
        <translation>Nichts beweist, dass dies das Gespeicherte ist</translation>
    </message>
    <message>
        <source>This backup was made while the state could not be read; it is not a flat book</source>
        <translation>Diese Sicherung entstand, als der Zustand nicht gelesen werden konnte; sie bedeutet nicht, dass keine Position offen war</translation>
    </message>
    <message>
        <source>Damaged; this is what could be salvaged</source>
        <translation>Beschädigt; das konnte gerettet werden</translation>
    </message>
    <message>
        <source>Some of this data does not match its checksum</source>
        <translation>Ein Teil dieser Daten passt nicht zu seiner Prüfsumme</translation>
    </message>
    <message>
        <source>This data holds %1 positions where the save says %2</source>
        <translation>Diese Daten enthalten %1 Positionen, der Stand nennt %2</translation>
    </message>
    <message>
        <source>This data holds another number of positions than the save says</source>
        <translation>Diese Daten enthalten eine andere Zahl von Positionen, als der Stand nennt</translation>
    </message>
    <message>
        <source>This data carries no checksum to check</source>
        <translation>Diese Daten tragen keine Prüfsumme, die sich prüfen ließe</translation>
    </message>
    <message>
        <source>The last save is dated %1 ahead of this machine&apos;s clock: how old it is cannot be told</source>
        <translation>Der letzte Stand trägt eine Zeit, die der Uhr dieses Rechners %1 voraus ist: wie alt er ist, lässt sich nicht sagen</translation>
    </message>
    <message>
        <source>This machine&apos;s clock is wrong, or that of the machine that saved</source>
        <translation>Die Uhr dieses Rechners geht falsch, oder die des Rechners, der gespeichert hat</translation>
    </message>
    <message>
        <source>last full save dated %1 ahead</source>
        <translation>letzter voller Stand %1 vordatiert</translation>
    </message>
    <message>
        <source>No save for %1; the trading system should save every %2. Is it running?</source>
        <translation>Seit %1 kein Stand; das Handelssystem sollte alle %2 speichern. Läuft es?</translation>
    </message>
    <message>
        <source>The time of the last save was compared with this machine&apos;s clock</source>
        <translation>Die Zeit des letzten Standes wurde mit der Uhr dieses Rechners verglichen</translation>
    </message>
    <message>
        <source>No position on record (proven)</source>
        <translation>Keine Position im Bestand (bewiesen)</translation>
    </message>
    <message>
        <source>The last save says that it holds no position, and its checksum matches</source>
        <translation>Der letzte Stand sagt, dass er keine Position enthält, und seine Prüfsumme stimmt</translation>
    </message>
    <message>
        <source>Record intact (checksum and counts match)</source>
        <translation>Bestand unversehrt (Prüfsumme und Anzahl stimmen)</translation>
    </message>
    <message>
        <source>The rows that were read were compared with the checksum and counts that were saved with them</source>
        <translation>Die gelesenen Zeilen wurden mit der Prüfsumme und den Anzahlen verglichen, die mit ihnen gespeichert wurden</translation>
    </message>
    <message>
        <source>Nothing was ever saved here</source>
        <translation>Hier wurde noch nie etwas gespeichert</translation>
    </message>
    <message>
        <source>Every store answered, and none holds a save</source>
        <translation>Jeder Speicher hat geantwortet, und keiner enthält einen Stand</translation>
    </message>
    <message>
        <source>1 suspected ghost</source>
        <translation>1 mutmaßlicher Geist</translation>
    </message>
    <message numerus="yes">
        <source>%n suspected ghosts</source>
        <translation>
            <numerusform>%n mutmaßlicher Geist</numerusform>
            <numerusform>%n mutmaßliche Geister</numerusform>
        </translation>
    </message>
    <message>
        <source>last full save %1 ago</source>
        <translation>letzter voller Stand vor %1</translation>
    </message>
    <message>
        <source>broker not checked</source>
        <translation>Broker nicht geprüft</translation>
    </message>
    <message>
        <source>the bot last compared with the broker %1 ago</source>
        <translation>der Bot hat zuletzt vor %1 mit dem Broker verglichen</translation>
    </message>
    <message>
        <source>Viewing %1, not now</source>
        <translation>Ansicht von %1, nicht jetzt</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 T %2 h</translation>
    </message>
    <message>
        <source>The newest save is on this machine only; InfluxDB refused it</source>
        <translation>Der neueste Stand ist nur auf diesem Rechner; InfluxDB hat ihn abgelehnt</translation>
    </message>
    <message>
        <source>The newest save is on this machine only; InfluxDB has not confirmed it</source>
        <translation>Der neueste Stand ist nur auf diesem Rechner; InfluxDB hat ihn nicht bestätigt</translation>
    </message>
    <message>
        <source>The newest save is incomplete (%1 of %2 positions). Showing the last good one, %3 ago</source>
        <translation>Der neueste Stand ist unvollständig (%1 von %2 Positionen). Gezeigt wird der letzte gute, von vor %3</translation>
    </message>
    <message>
        <source>The newest save does not match its checksum. Showing the last good one, %1 ago</source>
        <translation>Der neueste Stand passt nicht zu seiner Prüfsumme. Gezeigt wird der letzte gute, von vor %1</translation>
    </message>
    <message>
        <source>The newest save is kept on this machine only</source>
        <translation>Der neueste Stand ist nur auf diesem Rechner aufbewahrt</translation>
    </message>
    <message>
        <source>The trading system made the newest save; Save or Restore puts it back into InfluxDB</source>
        <translation>Das Handelssystem hat den neuesten Stand angelegt; Speichern oder Wiederherstellen bringt ihn zurück in InfluxDB</translation>
    </message>
</context>
<context>
    <name>tradestate::AccountBox</name>
    <message>
        <source>Acco&amp;unt</source>
        <translation>&amp;Konto</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Whose record is shown: choose another account of the same store</source>
        <translation>Wessen Bestand gezeigt wird: ein anderes Konto desselben Speichers wählen</translation>
    </message>
</context>
<context>
    <name>tradestate::BackupListModel</name>
    <message>
        <source>cannot be read</source>
        <translation>kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>made while nothing could be read</source>
        <translation>entstand, als nichts gelesen werden konnte</translation>
    </message>
    <message numerus="yes">
        <source>%n position(s)</source>
        <translation>
            <numerusform>%n Position</numerusform>
            <numerusform>%n Positionen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 old</source>
        <translation>%1 alt</translation>
    </message>
    <message>
        <source>damaged: cut off</source>
        <translation>beschädigt: abgeschnitten</translation>
    </message>
    <message>
        <source>does not match its checksum</source>
        <translation>passt nicht zu seiner Prüfsumme</translation>
    </message>
    <message>
        <source>unverified (Python)</source>
        <translation>ungeprüft (Python)</translation>
    </message>
    <message>
        <source>unverified</source>
        <translation>ungeprüft</translation>
    </message>
    <message>
        <source>rescue copy</source>
        <translation>Rettungskopie</translation>
    </message>
    <message>
        <source>0 s</source>
        <translation>0 s</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h %2</source>
        <translation>%1 h %2</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 T</translation>
    </message>
</context>
<context>
    <name>tradestate::BackupsPane</name>
    <message>
        <source>Backups in %1, times in %2</source>
        <translation>Sicherungen in %1, Zeiten in %2</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>Sicherungen</translation>
    </message>
    <message>
        <source>Choose &amp;file…</source>
        <translation>&amp;Datei wählen…</translation>
    </message>
    <message>
        <source>or drop a file here</source>
        <translation>oder eine Datei hierher ziehen</translation>
    </message>
    <message>
        <source>Choose a backup or state file</source>
        <translation>Eine Sicherungs- oder Zustandsdatei wählen</translation>
    </message>
    <message>
        <source>State files (*.json *.json.* *.backup);;All files (*)</source>
        <translation>Zustandsdateien (*.json *.json.* *.backup);;Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>tradestate::Cards</name>
    <message>
        <source>Equity</source>
        <translation>Kapital</translation>
    </message>
    <message>
        <source>Unrealised</source>
        <translation>Unrealisiert</translation>
    </message>
    <message>
        <source>Positions</source>
        <translation>Positionen</translation>
    </message>
    <message>
        <source>Trading system</source>
        <translation>Handelssystem</translation>
    </message>
    <message>
        <source>as of %1</source>
        <translation>Stand %1</translation>
    </message>
    <message>
        <source>No state was read: that is not a flat book.</source>
        <translation>Es wurde kein Stand gelesen; das bedeutet nicht, dass keine Position offen ist.</translation>
    </message>
    <message>
        <source>– not recorded</source>
        <translation>– nicht aufgezeichnet</translation>
    </message>
    <message>
        <source>The trading system stores %1 where it does not know its equity; only a save in which it compared with the broker holds a measured figure.</source>
        <translation>Das Handelssystem speichert %1, wenn es sein Kapital nicht kennt; nur ein Stand, bei dem es mit dem Broker verglichen hat, enthält einen gemessenen Wert.</translation>
    </message>
    <message>
        <source>The save holds no equity.</source>
        <translation>Der Stand enthält kein Kapital.</translation>
    </message>
    <message>
        <source>%1 long · %2 short</source>
        <translation>%1 long · %2 short</translation>
    </message>
    <message>
        <source> · %1 unknown</source>
        <translation> · %1 unbekannt</translation>
    </message>
    <message>
        <source>%1 of %2 pairs</source>
        <translation>%1 von %2 Paaren</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <comment>strategy on broker</comment>
        <translation>%1 bei %2</translation>
    </message>
    <message>
        <source>Prices from %1</source>
        <translation>Kurse von %1</translation>
    </message>
    <message>
        <source>Mode: %1</source>
        <translation>Modus: %1</translation>
    </message>
    <message>
        <source>Version: %1</source>
        <translation>Version: %1</translation>
    </message>
    <message>
        <source>Saved by %1</source>
        <translation>Gespeichert von %1</translation>
    </message>
    <message>
        <source>last save %1</source>
        <translation>letzter Stand %1</translation>
    </message>
    <message>
        <source>next save due in %1</source>
        <translation>nächster Stand fällig in %1</translation>
    </message>
    <message>
        <source>next save overdue by %1</source>
        <translation>nächster Stand überfällig seit %1</translation>
    </message>
    <message>
        <source>The save holds no unrealised result.</source>
        <translation>Der Stand enthält kein unrealisiertes Ergebnis.</translation>
    </message>
</context>
<context>
    <name>tradestate::ChartsPage</name>
    <message>
        <source>The history of saves belongs to the record, not to what is viewed. Go back to now to see it.</source>
        <translation>Der Verlauf der Stände gehört zum Bestand, nicht zu dem, was angesehen wird. Gehen Sie zurück zu jetzt, um ihn zu sehen.</translation>
    </message>
</context>
<context>
    <name>tradestate::ConnectDialog</name>
    <message>
        <source>Server answers</source>
        <translation>Server antwortet</translation>
    </message>
    <message>
        <source>Which version</source>
        <translation>Welche Version</translation>
    </message>
    <message>
        <source>Token accepted</source>
        <translation>Token angenommen</translation>
    </message>
    <message>
        <source>Bucket found</source>
        <translation>Bucket gefunden</translation>
    </message>
    <message>
        <source>May read</source>
        <translation>Darf lesen</translation>
    </message>
    <message>
        <source>May write</source>
        <translation>Darf schreiben</translation>
    </message>
    <message>
        <source>Clock agrees</source>
        <translation>Uhren stimmen überein</translation>
    </message>
    <message>
        <source>What is stored there</source>
        <translation>Was dort gespeichert ist</translation>
    </message>
    <message>
        <source>Connect to InfluxDB</source>
        <translation>Mit InfluxDB verbinden</translation>
    </message>
    <message>
        <source>only for InfluxDB 2.x</source>
        <translation>nur für InfluxDB 2.x</translation>
    </message>
    <message>
        <source>bucket; the database for 1.x and 3.x</source>
        <translation>Bucket; bei 1.x und 3.x die Datenbank</translation>
    </message>
    <message>
        <source>token; user:password for 1.x</source>
        <translation>Token; bei 1.x benutzer:passwort</translation>
    </message>
    <message>
        <source>Show the token</source>
        <translation>Das Token zeigen</translation>
    </message>
    <message>
        <source>&amp;URL</source>
        <translation>&amp;URL</translation>
    </message>
    <message>
        <source>&amp;Organisation</source>
        <translation>&amp;Organisation</translation>
    </message>
    <message>
        <source>&amp;Bucket</source>
        <translation>&amp;Bucket</translation>
    </message>
    <message>
        <source>&amp;Token</source>
        <translation>&amp;Token</translation>
    </message>
    <message>
        <source>&amp;Account</source>
        <translation>&amp;Konto</translation>
    </message>
    <message>
        <source>Steps of the test</source>
        <translation>Schritte des Tests</translation>
    </message>
    <message>
        <source>T&amp;est</source>
        <translation>T&amp;esten</translation>
    </message>
    <message>
        <source>&amp;Save and connect</source>
        <translation>&amp;Sichern und verbinden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Saved in %1</source>
        <translation>Gespeichert in %1</translation>
    </message>
    <message>
        <source>Enter the server&apos;s address, such as http://localhost:8086.</source>
        <translation>Geben Sie die Adresse des Servers ein, zum Beispiel http://localhost:8086.</translation>
    </message>
    <message>
        <source>Enter the bucket (the database for InfluxDB 1.x and 3.x).</source>
        <translation>Geben Sie den Bucket ein (bei InfluxDB 1.x und 3.x die Datenbank).</translation>
    </message>
    <message>
        <source>Testing …</source>
        <translation>Der Test läuft …</translation>
    </message>
    <message>
        <source>The connection works for reading. The console will be read-only; backups to files still work.</source>
        <translation>Die Verbindung taugt zum Lesen. Die Konsole wird nur lesen; Sicherungen in Dateien gehen weiterhin.</translation>
    </message>
    <message>
        <source>The connection works.</source>
        <translation>Die Verbindung funktioniert.</translation>
    </message>
    <message>
        <source>Storing the token in the keychain …</source>
        <translation>Das Token kommt in den Schlüsselbund …</translation>
    </message>
    <message>
        <source>Test the connection first.</source>
        <translation>Testen Sie zuerst die Verbindung.</translation>
    </message>
    <message>
        <source>&amp;Keep the token in the system&apos;s keychain</source>
        <translation>Das Token im &amp;Schlüsselbund des Systems aufbewahren</translation>
    </message>
    <message>
        <source>Allow unencrypted &amp;http: I trust this network</source>
        <translation>Unverschlüsseltes &amp;http erlauben: Ich vertraue diesem Netz</translation>
    </message>
    <message>
        <source>The token and the record can be read by everybody on the way to the server.</source>
        <translation>Das Token und der Bestand können von jedem auf dem Weg zum Server gelesen werden.</translation>
    </message>
    <message>
        <source>Else it is kept in the .env file, readable by you alone.</source>
        <translation>Sonst steht es in der .env-Datei, nur für Sie lesbar.</translation>
    </message>
</context>
<context>
    <name>tradestate::ConsoleActions</name>
    <message>
        <source>The record may not be written.</source>
        <translation>In den Bestand darf nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>A&amp;ktualisieren</translation>
    </message>
    <message>
        <source>Read again what is on record</source>
        <translation>Den Bestand noch einmal lesen</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>&amp;Speichern…</translation>
    </message>
    <message>
        <source>Save what is on record once more, as a checkpoint</source>
        <translation>Den Bestand noch einmal speichern, als Zwischenstand</translation>
    </message>
    <message>
        <source>&amp;Backup</source>
        <translation>Si&amp;chern</translation>
    </message>
    <message>
        <source>Write what is on record to a verified backup file</source>
        <translation>Den Bestand in eine geprüfte Sicherungsdatei schreiben</translation>
    </message>
    <message>
        <source>Res&amp;tore…</source>
        <translation>&amp;Wiederherstellen…</translation>
    </message>
    <message>
        <source>Choose a backup, see what it would change, and restore it</source>
        <translation>Eine Sicherung wählen, sehen, was sie ändern würde, und sie wiederherstellen</translation>
    </message>
    <message>
        <source>&amp;Undo restore</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>Take the last restore, undo or removal back</source>
        <translation>Die letzte Wiederherstellung, Rücknahme oder Entfernung zurücknehmen</translation>
    </message>
    <message>
        <source>Take a position that was closed by hand off the record</source>
        <translation>Eine von Hand geschlossene Position aus dem Bestand nehmen</translation>
    </message>
    <message>
        <source>&amp;Choose between saves…</source>
        <translation>&amp;Zwischen Ständen wählen…</translation>
    </message>
    <message>
        <source>Two writers saved over each other: choose which save goes on</source>
        <translation>Zwei Schreiber haben übereinander gespeichert: wählen, welcher Stand weitergilt</translation>
    </message>
    <message>
        <source>Use the trading system&apos;s .&amp;env…</source>
        <translation>Die .&amp;env des Handelssystems benutzen…</translation>
    </message>
    <message>
        <source>Reads the same settings as the trading system, so that both see the same state.</source>
        <translation>Liest dieselben Einstellungen wie das Handelssystem, so dass beide denselben Bestand sehen.</translation>
    </message>
    <message>
        <source>&amp;Connect to InfluxDB…</source>
        <translation>Mit InfluxDB &amp;verbinden…</translation>
    </message>
    <message>
        <source>Enter address, bucket and token; every step is tested and explained.</source>
        <translation>Adresse, Bucket und Token eingeben; jeder Schritt wird getestet und erklärt.</translation>
    </message>
    <message>
        <source>&amp;Open a backup file…</source>
        <translation>Eine Sicherungsdatei &amp;öffnen…</translation>
    </message>
    <message>
        <source>Look at what a backup holds. Nothing is changed by looking.</source>
        <translation>Ansehen, was eine Sicherung enthält. Durch das Ansehen ändert sich nichts.</translation>
    </message>
    <message>
        <source>Look at the &amp;sample</source>
        <translation>Das Beis&amp;piel ansehen</translation>
    </message>
    <message>
        <source>Fifteen pairs of an invented trading system, to see what this program shows.</source>
        <translation>Fünfzehn Paare eines erfundenen Handelssystems, um zu sehen, was dieses Programm zeigt.</translation>
    </message>
    <message>
        <source>Back to &amp;now</source>
        <translation>Zurück zu &amp;jetzt</translation>
    </message>
    <message>
        <source>Show what is on record again</source>
        <translation>Wieder zeigen, was im Bestand ist</translation>
    </message>
    <message>
        <source>Write the rows that are shown to a file for a spreadsheet</source>
        <translation>Die gezeigten Zeilen in eine Datei für eine Tabellenkalkulation schreiben</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Close the console; the trading system is not touched</source>
        <translation>Die Konsole schließen; das Handelssystem bleibt unberührt</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Copy the selected rows as a table</source>
        <translation>Die gewählten Zeilen als Tabelle kopieren</translation>
    </message>
    <message>
        <source>Copy as CS&amp;V</source>
        <translation>Als CS&amp;V kopieren</translation>
    </message>
    <message>
        <source>Copy the selected rows as CSV with headings</source>
        <translation>Die gewählten Zeilen als CSV mit Überschriften kopieren</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>&amp;Alles auswählen</translation>
    </message>
    <message>
        <source>Select every row that is shown</source>
        <translation>Jede gezeigte Zeile auswählen</translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation>&amp;Filter</translation>
    </message>
    <message>
        <source>Show only rows with certain words</source>
        <translation>Nur Zeilen mit bestimmten Wörtern zeigen</translation>
    </message>
    <message>
        <source>C&amp;lear the filter</source>
        <translation>Filter &amp;löschen</translation>
    </message>
    <message>
        <source>Show every row again</source>
        <translation>Wieder jede Zeile zeigen</translation>
    </message>
    <message>
        <source>Refresh &amp;automatically</source>
        <translation>&amp;Automatisch aktualisieren</translation>
    </message>
    <message>
        <source>Read the record again every few seconds</source>
        <translation>Den Bestand alle paar Sekunden noch einmal lesen</translation>
    </message>
    <message>
        <source>Move the keyboard to the next pane</source>
        <translation>Mit der Tastatur zum nächsten Bereich</translation>
    </message>
    <message>
        <source>&amp;Previous pane</source>
        <translation>&amp;Voriger Bereich</translation>
    </message>
    <message>
        <source>Move the keyboard to the pane before</source>
        <translation>Mit der Tastatur zum vorigen Bereich</translation>
    </message>
    <message>
        <source>Reset &amp;layout</source>
        <translation>An&amp;ordnung zurücksetzen</translation>
    </message>
    <message>
        <source>Panes and columns as they were at first</source>
        <translation>Bereiche und Spalten wie am Anfang</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>What the words and signs mean, and the keys</source>
        <translation>Was die Wörter und Zeichen bedeuten, und die Tasten</translation>
    </message>
    <message>
        <source>&amp;About Trading State Console</source>
        <translation>Ü&amp;ber Trading State Console</translation>
    </message>
    <message>
        <source>Version and licence</source>
        <translation>Version und Lizenz</translation>
    </message>
    <message>
        <source>About &amp;Qt</source>
        <translation>Über &amp;Qt</translation>
    </message>
    <message>
        <source>The library that draws this window</source>
        <translation>Die Bibliothek, die dieses Fenster zeichnet</translation>
    </message>
    <message>
        <source>Not available: %1</source>
        <translation>Nicht verfügbar: %1</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>what it does, and its keys</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>No store is open.</source>
        <translation>Es ist kein Speicher offen.</translation>
    </message>
    <message>
        <source>The record has not been read yet.</source>
        <translation>Der Bestand wurde noch nicht gelesen.</translation>
    </message>
    <message>
        <source>%1 Wait until it is done.</source>
        <translation>%1 Warten Sie, bis es fertig ist.</translation>
    </message>
    <message>
        <source>Nothing is on record yet.</source>
        <translation>Es ist noch nichts im Bestand.</translation>
    </message>
    <message>
        <source>You are viewing %1; go back to now first.</source>
        <translation>Sie sehen %1 an; gehen Sie zuerst zurück zu jetzt.</translation>
    </message>
    <message>
        <source>There is no restore, undo or removal to take back.</source>
        <translation>Es gibt keine Wiederherstellung, Rücknahme oder Entfernung, die zurückgenommen werden könnte.</translation>
    </message>
    <message>
        <source>Select a position first.</source>
        <translation>Wählen Sie zuerst eine Position aus.</translation>
    </message>
    <message>
        <source>There is one line of saves only; nothing needs to be chosen.</source>
        <translation>Es gibt nur eine Linie von Ständen; es ist nichts zu wählen.</translation>
    </message>
    <message>
        <source>What is shown is what is on record.</source>
        <translation>Gezeigt wird, was im Bestand ist.</translation>
    </message>
    <message>
        <source>The sample is invented and never enters a real record; go back to now first.</source>
        <translation>Das Beispiel ist erfunden und kommt nie in einen echten Bestand; gehen Sie zuerst zurück zu jetzt.</translation>
    </message>
    <message>
        <source>This window shows one store only.</source>
        <translation>Dieses Fenster zeigt nur einen Speicher.</translation>
    </message>
    <message>
        <source>Show a table first.</source>
        <translation>Zeigen Sie zuerst eine Tabelle.</translation>
    </message>
    <message>
        <source>Re&amp;move from record…</source>
        <translation>Aus dem Bestand &amp;entfernen…</translation>
    </message>
    <message>
        <source>E&amp;xport table as CSV…</source>
        <translation>Tabelle als &amp;CSV ausgeben…</translation>
    </message>
    <message>
        <source>Ne&amp;xt pane</source>
        <translation>&amp;Nächster Bereich</translation>
    </message>
    <message>
        <source>Try a &amp;paper session</source>
        <translation>Eine Papie&amp;r-Sitzung ausprobieren</translation>
    </message>
    <message>
        <source>Watch a trading system on an invented market: positions open and close, and every save arrives here.</source>
        <translation>Einem Handelssystem auf einem erfundenen Markt zusehen: Positionen öffnen und schließen sich, und jede Sicherung kommt hier an.</translation>
    </message>
    <message>
        <source>S&amp;top the paper session</source>
        <translation>Papier-Sitzung been&amp;den</translation>
    </message>
    <message>
        <source>It ends with a save, and can go on from there</source>
        <translation>Sie endet mit einer Sicherung und kann von dort weitergehen</translation>
    </message>
    <message>
        <source>There is none in this window.</source>
        <translation>In diesem Fenster gibt es keine.</translation>
    </message>
    <message>
        <source>The paper session runs.</source>
        <translation>Die Papier-Sitzung läuft.</translation>
    </message>
    <message>
        <source>No paper session runs.</source>
        <translation>Es läuft keine Papier-Sitzung.</translation>
    </message>
</context>
<context>
    <name>tradestate::ConsoleStatusBar</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message numerus="yes">
        <source>%n save(s) pending</source>
        <translation>
            <numerusform>%n Stand wartet</numerusform>
            <numerusform>%n Stände warten</numerusform>
        </translation>
    </message>
    <message>
        <source>, %1 refused</source>
        <translation>, %1 abgelehnt</translation>
    </message>
    <message>
        <source>Store: %1</source>
        <translation>Speicher: %1</translation>
    </message>
    <message>
        <source>Bucket: %1</source>
        <translation>Bucket: %1</translation>
    </message>
    <message>
        <source>Layout: %1</source>
        <translation>Anordnung: %1</translation>
    </message>
    <message>
        <source>Account: %1</source>
        <translation>Konto: %1</translation>
    </message>
    <message>
        <source>Folder: %1</source>
        <translation>Ordner: %1</translation>
    </message>
    <message>
        <source>No .env in use</source>
        <translation>Keine .env in Gebrauch</translation>
    </message>
    <message>
        <source>Settings: %1</source>
        <translation>Einstellungen: %1</translation>
    </message>
    <message>
        <source>● Journal on this machine</source>
        <translation>● Journal auf diesem Rechner</translation>
    </message>
    <message>
        <source>○ InfluxDB not reached</source>
        <translation>○ InfluxDB nicht erreicht</translation>
    </message>
    <message>
        <source>● InfluxDB</source>
        <translation>● InfluxDB</translation>
    </message>
    <message>
        <source>● InfluxDB %1</source>
        <translation>● InfluxDB %1</translation>
    </message>
    <message>
        <source>, %1 ms</source>
        <translation>, %1 ms</translation>
    </message>
    <message>
        <source>times in %1</source>
        <translation>Zeiten in %1</translation>
    </message>
    <message>
        <source>refreshed %1 ago</source>
        <translation>vor %1 aktualisiert</translation>
    </message>
    <message>
        <source>newest backup %1 ago</source>
        <translation>neueste Sicherung vor %1</translation>
    </message>
    <message>
        <source>no backup yet</source>
        <translation>noch keine Sicherung</translation>
    </message>
    <message>
        <source>no .env</source>
        <translation>keine .env</translation>
    </message>
</context>
<context>
    <name>tradestate::DetailsDock</name>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Select a row to see every field that is stored of it.</source>
        <translation>Wählen Sie eine Zeile aus, um jedes Feld zu sehen, das von ihr gespeichert ist.</translation>
    </message>
    <message>
        <source>Every stored field of what is selected</source>
        <translation>Jedes gespeicherte Feld des Ausgewählten</translation>
    </message>
    <message>
        <source>Nothing was found that wants a look.</source>
        <translation>Es wurde nichts gefunden, was einen Blick verlangt.</translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s), the worst first</source>
        <translation>
            <numerusform>%n Befund, der schwerste zuerst</numerusform>
            <numerusform>%n Befunde, die schwersten zuerst</numerusform>
        </translation>
    </message>
    <message>
        <source>Portfolio</source>
        <translation>Portfolio</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>The save holds no portfolio.</source>
        <translation>Der Stand enthält kein Portfolio.</translation>
    </message>
    <message>
        <source>The save holds no session.</source>
        <translation>Der Stand enthält keine Sitzung.</translation>
    </message>
    <message>
        <source>The newest save, which is incomplete</source>
        <translation>Der neueste Stand, der unvollständig ist</translation>
    </message>
    <message>
        <source>This save</source>
        <translation>Dieser Stand</translation>
    </message>
</context>
<context>
    <name>tradestate::DetailsModel</name>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>As stored</source>
        <translation>Wie gespeichert</translation>
    </message>
    <message>
        <source>Stored as null: unknown</source>
        <translation>Als null gespeichert: unbekannt</translation>
    </message>
    <message>
        <source>…</source>
        <translation>…</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>%1 weitere</translation>
    </message>
    <message>
        <source>In full</source>
        <translation>Im Wortlaut</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
</context>
<context>
    <name>tradestate::EquityChart</name>
    <message>
        <source>Equity over the saves</source>
        <translation>Kapital über die Stände</translation>
    </message>
    <message>
        <source>account currency</source>
        <translation>Kontowährung</translation>
    </message>
    <message>
        <source>No save holds a measured equity. The Python system stores a constant unless it compared with the broker.</source>
        <translation>Kein Stand enthält ein gemessenes Kapital. Das Python-System speichert eine Konstante, außer wenn es mit dem Broker verglichen hat.</translation>
    </message>
    <message numerus="yes">
        <source>%n save(s) without a measured equity are not drawn.</source>
        <translation>
            <numerusform>%n Stand ohne gemessenes Kapital ist nicht gezeichnet.</numerusform>
            <numerusform>%n Stände ohne gemessenes Kapital sind nicht gezeichnet.</numerusform>
        </translation>
    </message>
    <message>
        <source>time of the save (%1)</source>
        <comment>a time zone</comment>
        <translation>Zeit des Standes (%1)</translation>
    </message>
</context>
<context>
    <name>tradestate::FindingWords</name>
    <message>
        <source>field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>%1 missing</source>
        <comment>a field&apos;s name</comment>
        <translation>%1 fehlt</translation>
    </message>
    <message>
        <source>%1 invalid</source>
        <comment>a field&apos;s name</comment>
        <translation>%1 ungültig</translation>
    </message>
    <message>
        <source>%1 is not a number</source>
        <comment>a field&apos;s name</comment>
        <translation>%1 ist keine Zahl</translation>
    </message>
    <message>
        <source>placeholder price</source>
        <translation>Platzhalterkurs</translation>
    </message>
    <message>
        <source>not in the last save</source>
        <translation>nicht im letzten Stand</translation>
    </message>
    <message>
        <source>was gone, came back</source>
        <translation>war weg, kam zurück</translation>
    </message>
    <message>
        <source>vanished without a trade</source>
        <translation>verschwunden ohne Trade</translation>
    </message>
    <message>
        <source>fresh start</source>
        <translation>Neustart ohne Bestand</translation>
    </message>
    <message>
        <source>position and pair state disagree</source>
        <translation>Position und Paarzustand widersprechen sich</translation>
    </message>
    <message>
        <source>direction unknown</source>
        <translation>Richtung unbekannt</translation>
    </message>
    <message>
        <source>pair stored twice</source>
        <translation>Paar zweimal gespeichert</translation>
    </message>
    <message>
        <source>time without a zone</source>
        <translation>Zeit ohne Zone</translation>
    </message>
    <message>
        <source>time in the future</source>
        <translation>Zeit in der Zukunft</translation>
    </message>
    <message>
        <source>equity not measured</source>
        <translation>Kapital nicht gemessen</translation>
    </message>
    <message>
        <source>portfolio of an earlier save</source>
        <translation>Portfolio eines früheren Standes</translation>
    </message>
    <message>
        <source>count does not match</source>
        <translation>Anzahl stimmt nicht</translation>
    </message>
    <message>
        <source>nothing was read</source>
        <translation>es wurde nichts gelesen</translation>
    </message>
    <message>
        <source>checksum does not match</source>
        <translation>Prüfsumme stimmt nicht</translation>
    </message>
    <message>
        <source>no checksum</source>
        <translation>keine Prüfsumme</translation>
    </message>
    <message>
        <source>salvaged from a damaged file</source>
        <translation>aus beschädigter Datei gerettet</translation>
    </message>
    <message>
        <source>only a part of the state</source>
        <translation>nur ein Teil des Zustands</translation>
    </message>
    <message>
        <source>nested copies left out</source>
        <translation>verschachtelte Kopien weggelassen</translation>
    </message>
    <message>
        <source>older than the bucket keeps</source>
        <translation>älter, als der Bucket aufbewahrt</translation>
    </message>
    <message>
        <source>clocks differ</source>
        <translation>Uhren gehen verschieden</translation>
    </message>
    <message>
        <source>ℹ Note</source>
        <translation>ℹ Hinweis</translation>
    </message>
    <message>
        <source>⚠ Warning</source>
        <translation>⚠ Warnung</translation>
    </message>
    <message>
        <source>✘ Error</source>
        <translation>✘ Fehler</translation>
    </message>
    <message>
        <source>A field</source>
        <translation>Ein Feld</translation>
    </message>
    <message>
        <source>%1 is missing</source>
        <comment>a field&apos;s name</comment>
        <translation>%1 fehlt</translation>
    </message>
    <message>
        <source>%1 holds a value that is not allowed</source>
        <comment>a field&apos;s name</comment>
        <translation>%1 enthält einen Wert, der nicht erlaubt ist</translation>
    </message>
    <message>
        <source>%1 holds NaN or an infinity</source>
        <comment>a field&apos;s name</comment>
        <translation>%1 enthält NaN oder unendlich</translation>
    </message>
    <message>
        <source>A version with placeholder values was passed over; shown is the one before it</source>
        <translation>Eine Version mit Platzhaltern wurde übergangen; gezeigt wird die davor</translation>
    </message>
    <message>
        <source>Entry price and quantity are placeholders of a new trade, not what was traded</source>
        <translation>Einstiegskurs und Menge sind Platzhalter eines neuen Trades, nicht das, was gehandelt wurde</translation>
    </message>
    <message>
        <source>It is not part of the last save: a suspected ghost</source>
        <translation>Nicht Teil des letzten Standes: ein mutmaßlicher Geist</translation>
    </message>
    <message>
        <source>It was missing from an earlier save and came back with the same entry time; it may have been closed long ago</source>
        <translation>Fehlte in einem früheren Stand und kam mit derselben Einstiegszeit zurück; vielleicht längst geschlossen</translation>
    </message>
    <message>
        <source>It was on record in the save before and is gone without a trade</source>
        <translation>War im Stand davor noch im Bestand und ist ohne Trade verschwunden</translation>
    </message>
    <message>
        <source>The trading system started without its stored state</source>
        <translation>Das Handelssystem ist ohne seinen gespeicherten Zustand gestartet</translation>
    </message>
    <message>
        <source>Its position and its pair state disagree</source>
        <translation>Position und Paarzustand widersprechen sich</translation>
    </message>
    <message>
        <source>Its direction is neither long nor short</source>
        <translation>Die Richtung ist weder long noch short</translation>
    </message>
    <message>
        <source>The pair is stored twice; both are kept</source>
        <translation>Das Paar ist zweimal gespeichert; beide bleiben erhalten</translation>
    </message>
    <message>
        <source>Some times have no time zone; they were read in the trading system&apos;s zone</source>
        <translation>Manche Zeiten haben keine Zeitzone; sie wurden in der Zone des Handelssystems gelesen</translation>
    </message>
    <message>
        <source>The time of the save is in the future: a clock is wrong</source>
        <translation>Die Zeit des Standes liegt in der Zukunft: Eine Uhr geht falsch</translation>
    </message>
    <message>
        <source>%1 is in the future</source>
        <comment>a field&apos;s name</comment>
        <translation>%1 liegt in der Zukunft</translation>
    </message>
    <message>
        <source>The equity is a constant that nobody measured</source>
        <translation>Das Kapital ist eine Konstante, die niemand gemessen hat</translation>
    </message>
    <message>
        <source>The portfolio belongs to an earlier save than the positions</source>
        <translation>Das Portfolio gehört zu einem früheren Stand als die Positionen</translation>
    </message>
    <message>
        <source>The portfolio counts another number of open positions than there are</source>
        <translation>Das Portfolio zählt eine andere Zahl offener Positionen, als es gibt</translation>
    </message>
    <message>
        <source>The save counts another number of rows than there are</source>
        <translation>Der Stand zählt eine andere Zahl von Zeilen, als es gibt</translation>
    </message>
    <message>
        <source>This was saved while the state could not be read; it is not a flat book</source>
        <translation>Das wurde gespeichert, als der Zustand nicht gelesen werden konnte; es bedeutet nicht, dass keine Position offen war</translation>
    </message>
    <message>
        <source>No checksum proves that this is what was saved</source>
        <translation>Keine Prüfsumme beweist, dass dies das Gespeicherte ist</translation>
    </message>
    <message>
        <source>The document is damaged; only a part of it was recovered</source>
        <translation>Das Dokument ist beschädigt; nur ein Teil wurde gerettet</translation>
    </message>
    <message>
        <source>The document does not hold every part of the state</source>
        <translation>Das Dokument enthält nicht jeden Teil des Zustands</translation>
    </message>
    <message>
        <source>Repeated copies of older portfolios were left out</source>
        <translation>Wiederholte Kopien älterer Portfolios wurden weggelassen</translation>
    </message>
    <message>
        <source>The bucket keeps data for a limited time only; older saves are gone there</source>
        <translation>Der Bucket bewahrt Daten nur für begrenzte Zeit auf; ältere Stände sind dort weg</translation>
    </message>
    <message>
        <source>The server&apos;s clock and this machine&apos;s differ</source>
        <translation>Die Uhren des Servers und dieses Rechners gehen verschieden</translation>
    </message>
    <message>
        <source>It is not what was saved: its checksum does not hold</source>
        <translation>Das ist nicht, was gespeichert wurde: Die Prüfsumme stimmt nicht</translation>
    </message>
    <message>
        <source>The save&apos;s record was changed after it was written: its checksum does not hold</source>
        <translation>Der Eintrag des Standes wurde nach dem Schreiben geändert: Seine Prüfsumme stimmt nicht</translation>
    </message>
    <message>
        <source>The document was changed after it was written: its checksum does not hold</source>
        <translation>Das Dokument wurde nach dem Schreiben geändert: Seine Prüfsumme stimmt nicht</translation>
    </message>
    <message>
        <source>Something is not what was saved: a checksum does not hold</source>
        <translation>Etwas ist nicht, was gespeichert wurde: Eine Prüfsumme stimmt nicht</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>pair: what was found of it</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>en</source>
        <comment>Not shown: the code of the language of this translation, such as de</comment>
        <translation>de</translation>
    </message>
</context>
<context>
    <name>tradestate::FirstPage</name>
    <message>
        <source>Which trading system&apos;s state do you want to see?</source>
        <translation>Den Bestand welches Handelssystems möchten Sie sehen?</translation>
    </message>
</context>
<context>
    <name>tradestate::Formats</name>
    <message>
        <source>d MMM</source>
        <translation>d. MMM</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>d. MMM yyyy</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>day and time of day</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>today %1</source>
        <translation>heute %1</translation>
    </message>
    <message>
        <source>yesterday %1</source>
        <translation>gestern %1</translation>
    </message>
</context>
<context>
    <name>tradestate::HelpDialog</name>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>This program shows what a trading system has on record: its open positions, pair states and figures. It does not talk to the broker, and never sends an order.</source>
        <translation>Dieses Programm zeigt, was ein Handelssystem im Bestand hat: offene Positionen, Paarzustände und Zahlen. Es spricht nicht mit dem Broker und sendet nie eine Order.</translation>
    </message>
    <message>
        <source>THE STRIP AT THE TOP says what is on record and how far it is proven.
✔  The rows were compared with the checksum and the counts that were saved with them.
⚠  Something wants a look; the words beside it say what.
✘  Do not rely on what is shown before you have read why.
ℹ  Something to know, such as saves that InfluxDB has not confirmed yet.</source>
        <translation>DER STREIFEN OBEN sagt, was im Bestand ist und wie weit es bewiesen ist.
✔  Die Zeilen wurden mit der Prüfsumme und den Anzahlen verglichen, die mit ihnen gespeichert wurden.
⚠  Etwas will angesehen werden; die Wörter daneben sagen, was.
✘  Verlassen Sie sich nicht auf das Gezeigte, bevor Sie gelesen haben, warum.
ℹ  Etwas Wissenswertes, etwa Stände, die InfluxDB noch nicht bestätigt hat.</translation>
    </message>
    <message>
        <source>POSITIONS: ▲ long buys the first leg and sells the second, ▼ short the other way round. “–” is not known: it is never a zero. Suspected ghosts were not part of the last save; they may be closed, or half closed: check the broker.</source>
        <translation>POSITIONEN: ▲ long kauft die erste Seite und verkauft die zweite, ▼ short umgekehrt. „–“ ist unbekannt: es ist nie eine Null. Mutmaßliche Geister waren nicht Teil des letzten Standes; sie können geschlossen oder halb geschlossen sein: prüfen Sie den Broker.</translation>
    </message>
    <message>
        <source>BACKUP writes a verified file at once. RESTORE shows what would change before anything does, and keeps a rescue copy. UNDO RESTORE takes the last change back. Looking at a file changes nothing.</source>
        <translation>SICHERN schreibt sofort eine geprüfte Datei. WIEDERHERSTELLEN zeigt zuerst, was sich ändern würde, und behält eine Rettungskopie. RÜCKGÄNGIG nimmt die letzte Änderung zurück. Eine Datei anzusehen ändert nichts.</translation>
    </message>
    <message>
        <source>KEYS
F5 refresh · Ctrl+B backup · Ctrl+S save · Ctrl+O restore · Ctrl+Shift+Z undo restore
Ctrl+F filter · Ctrl+Shift+F clear the filter · Ctrl+1, 2, 3 tabs · F6 next pane
Ctrl+C copy as a table · Ctrl+Shift+C copy as CSV · Ctrl+E export
Ctrl+Shift+O look at a file · Ctrl+Home back to now
Columns: drag to move, right-click on the headings to show and hide</source>
        <translation>TASTEN
F5 aktualisieren · Strg+B sichern · Strg+S speichern · Strg+O wiederherstellen · Strg+Umschalt+Z rückgängig
Strg+F Filter · Strg+Umschalt+F Filter löschen · Strg+1, 2, 3 Reiter · F6 nächster Bereich
Strg+C als Tabelle kopieren · Strg+Umschalt+C als CSV kopieren · Strg+E ausgeben
Strg+Umschalt+O Datei ansehen · Strg+Pos1 zurück zu jetzt
Spalten: zum Verschieben ziehen, Rechtsklick auf die Überschriften zum Zeigen und Verbergen</translation>
    </message>
</context>
<context>
    <name>tradestate::LogDock</name>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Information</source>
        <translation>Information</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>Warnungen</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Least level of the lines shown</source>
        <translation>Geringste Stufe der gezeigten Zeilen</translation>
    </message>
    <message>
        <source>find…</source>
        <translation>suchen…</translation>
    </message>
    <message>
        <source>Show only lines with this text</source>
        <translation>Nur Zeilen mit diesem Text zeigen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the selected lines, or all that are shown</source>
        <translation>Die gewählten Zeilen kopieren, oder alle gezeigten</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern unter…</translation>
    </message>
    <message>
        <source>Save the lines that are shown as a text file</source>
        <translation>Die gezeigten Zeilen als Textdatei speichern</translation>
    </message>
    <message>
        <source>Save the log</source>
        <translation>Das Protokoll speichern</translation>
    </message>
</context>
<context>
    <name>tradestate::MainWindow</name>
    <message>
        <source>%1 on %2</source>
        <comment>bucket on host</comment>
        <translation>%1 bei %2</translation>
    </message>
    <message>
        <source>Trading State Console</source>
        <translation>Trading State Console</translation>
    </message>
    <message>
        <source>No store is open yet</source>
        <translation>Noch ist kein Speicher offen</translation>
    </message>
    <message>
        <source>Asking InfluxDB at %1…</source>
        <translation>InfluxDB unter %1 wird gefragt…</translation>
    </message>
    <message>
        <source>Reading the journal in %1…</source>
        <translation>Das Journal in %1 wird gelesen…</translation>
    </message>
    <message>
        <source>No store could be opened</source>
        <translation>Es konnte kein Speicher geöffnet werden</translation>
    </message>
    <message>
        <source>Restored from %1</source>
        <translation>Wiederhergestellt aus %1</translation>
    </message>
    <message>
        <source>Asking InfluxDB; meanwhile this is what was last seen here</source>
        <translation>InfluxDB wird gefragt; inzwischen steht hier, was zuletzt gesehen wurde</translation>
    </message>
    <message>
        <source>Positions %1</source>
        <translation>Positionen %1</translation>
    </message>
    <message>
        <source>Pair states %1</source>
        <translation>Paarzustände %1</translation>
    </message>
    <message>
        <source>Pair state %1</source>
        <translation>Paarzustand %1</translation>
    </message>
    <message>
        <source>Suspected ghost %1</source>
        <translation>Mutmaßlicher Geist %1</translation>
    </message>
    <message>
        <source>This backup was taken while the state could not be read.</source>
        <translation>Diese Sicherung entstand, als der Zustand nicht gelesen werden konnte.</translation>
    </message>
    <message>
        <source>It says nothing about positions: it is not a flat book.</source>
        <translation>Sie sagt nichts über Positionen: Sie bedeutet nicht, dass keine offen war.</translation>
    </message>
    <message>
        <source>Nothing was ever saved here.</source>
        <translation>Hier wurde noch nie etwas gespeichert.</translation>
    </message>
    <message>
        <source>Start the trading system with this store, or restore a backup.</source>
        <translation>Starten Sie das Handelssystem mit diesem Speicher, oder stellen Sie eine Sicherung wieder her.</translation>
    </message>
    <message>
        <source>Nothing is known yet: InfluxDB could not be read.</source>
        <translation>Noch ist nichts bekannt: InfluxDB konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>the save</source>
        <translation>der Stand</translation>
    </message>
    <message>
        <source>the last save, %1 ago,</source>
        <translation>der letzte Stand, von vor %1,</translation>
    </message>
    <message>
        <source>Flat: %1 holds no position.</source>
        <translation>Keine Position: %1 enthält keine.</translation>
    </message>
    <message>
        <source>No position: %1 holds none, but nothing proves it.</source>
        <translation>Keine Position: %1 enthält keine, aber nichts beweist es.</translation>
    </message>
    <message>
        <source>No pair states: %1 holds none.</source>
        <translation>Keine Paarzustände: %1 enthält keine.</translation>
    </message>
    <message>
        <source>Some programs save positions alone, for instance after comparing with the broker.</source>
        <translation>Manche Programme speichern nur Positionen, etwa nach einem Vergleich mit dem Broker.</translation>
    </message>
    <message>
        <source>Viewing %1 — %2</source>
        <translation>Ansicht von %1 — %2</translation>
    </message>
    <message>
        <source>The %1 of %2 was overwritten at %3 by %4.</source>
        <translation>Die Änderung (%1) von %2 wurde um %3 von %4 überschrieben.</translation>
    </message>
    <message>
        <source>The history could not be read</source>
        <translation>Der Verlauf konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>Backing up…</source>
        <translation>Wird gesichert…</translation>
    </message>
    <message>
        <source>The backup was not made</source>
        <translation>Die Sicherung wurde nicht angelegt</translation>
    </message>
    <message numerus="yes">
        <source>Backed up %n position(s) to %1</source>
        <translation>
            <numerusform>%n Position gesichert in %1</numerusform>
            <numerusform>%n Positionen gesichert in %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Wird gespeichert…</translation>
    </message>
    <message>
        <source>Nothing was saved</source>
        <translation>Es wurde nichts gespeichert</translation>
    </message>
    <message numerus="yes">
        <source>Saved %n position(s)</source>
        <translation>
            <numerusform>%n Position gespeichert</numerusform>
            <numerusform>%n Positionen gespeichert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Saved %n position(s) on this machine; InfluxDB has not confirmed it yet. %1</source>
        <translation>
            <numerusform>%n Position auf diesem Rechner gespeichert; InfluxDB hat es noch nicht bestätigt. %1</numerusform>
            <numerusform>%n Positionen auf diesem Rechner gespeichert; InfluxDB hat es noch nicht bestätigt. %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Done: %n position(s) on record, read back and verified.</source>
        <translation>
            <numerusform>Fertig: %n Position im Bestand, zurückgelesen und geprüft.</numerusform>
            <numerusform>Fertig: %n Positionen im Bestand, zurückgelesen und geprüft.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2 positions · %3</source>
        <translation>%1 · %2 Positionen · %3</translation>
    </message>
    <message>
        <source>The trading system&apos;s .env</source>
        <translation>Die .env des Handelssystems</translation>
    </message>
    <message>
        <source>These settings cannot be used</source>
        <translation>Diese Einstellungen lassen sich nicht benutzen</translation>
    </message>
    <message>
        <source>Open a backup file to look at it</source>
        <translation>Eine Sicherungsdatei öffnen, um sie anzusehen</translation>
    </message>
    <message>
        <source>The sample cannot be shown</source>
        <translation>Das Beispiel kann nicht gezeigt werden</translation>
    </message>
    <message>
        <source>the sample</source>
        <translation>das Beispiel</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>%1 wird gelesen…</translation>
    </message>
    <message>
        <source>%1 cannot be shown</source>
        <translation>%1 kann nicht gezeigt werden</translation>
    </message>
    <message>
        <source>This file is damaged. What could be read: %1</source>
        <translation>Diese Datei ist beschädigt. Was gelesen werden konnte: %1</translation>
    </message>
    <message>
        <source>The record has not been read yet</source>
        <translation>Der Bestand wurde noch nicht gelesen</translation>
    </message>
    <message>
        <source>positions.csv</source>
        <translation>positionen.csv</translation>
    </message>
    <message>
        <source>pair_states.csv</source>
        <translation>paarzustaende.csv</translation>
    </message>
    <message>
        <source>Export the rows that are shown</source>
        <translation>Die gezeigten Zeilen ausgeben</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>Nothing was exported</source>
        <translation>Es wurde nichts ausgegeben</translation>
    </message>
    <message>
        <source>Exported the shown rows to %1</source>
        <translation>Die gezeigten Zeilen stehen in %1</translation>
    </message>
    <message>
        <source>About Trading State Console</source>
        <translation>Über Trading State Console</translation>
    </message>
    <message>
        <source>Trading State Console %1</source>
        <translation>Trading State Console %1</translation>
    </message>
    <message>
        <source>Shows, backs up and restores the state that a pairs-trading system has on record. It never sends an order.

MIT licence.</source>
        <translation>Zeigt, sichert und stellt wieder her, was ein Pairs-Trading-System gespeichert hat. Sendet nie eine Order.

MIT-Lizenz.</translation>
    </message>
    <message>
        <source>Positions</source>
        <translation>Positionen</translation>
    </message>
    <message>
        <source>Pair states</source>
        <translation>Paarzustände</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>Diagramme</translation>
    </message>
    <message>
        <source>The log could not be saved</source>
        <translation>Das Protokoll konnte nicht gespeichert werden</translation>
    </message>
    <message>
        <source>Saved the log to %1</source>
        <translation>Protokoll gespeichert in %1</translation>
    </message>
    <message>
        <source>Main toolbar</source>
        <translation>Hauptwerkzeugleiste</translation>
    </message>
    <message>
        <source>Filter… (%1)</source>
        <translation>Filter… (%1)</translation>
    </message>
    <message>
        <source>Filter: show only rows that contain these words</source>
        <translation>Filter: nur Zeilen zeigen, die diese Wörter enthalten</translation>
    </message>
    <message>
        <source>Show only rows that contain these words, in any column</source>
        <translation>Nur Zeilen zeigen, die diese Wörter enthalten, in einer beliebigen Spalte</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>Refresh &amp;every</source>
        <translation>Aktualisieren all&amp;e</translation>
    </message>
    <message>
        <source>&amp;Times in</source>
        <translation>&amp;Zeiten in</translation>
    </message>
    <message>
        <source>&amp;UTC</source>
        <translation>&amp;UTC</translation>
    </message>
    <message>
        <source>&amp;This computer&apos;s zone (%1)</source>
        <translation>Zone &amp;dieses Rechners (%1)</translation>
    </message>
    <message>
        <source>The trading &amp;system&apos;s zone</source>
        <translation>Zone des &amp;Handelssystems</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>%1 zeigen</translation>
    </message>
    <message>
        <source>&amp;State</source>
        <translation>Be&amp;stand</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>No store is open: %1</source>
        <translation>Es ist kein Speicher offen: %1</translation>
    </message>
    <message>
        <source>Close the console?</source>
        <translation>Konsole schließen?</translation>
    </message>
    <message>
        <source>%1 It is not done yet.</source>
        <translation>%1 Das ist noch nicht fertig.</translation>
    </message>
    <message>
        <source>Finish it, then close</source>
        <translation>Fertig machen, dann schließen</translation>
    </message>
    <message>
        <source>Keep open</source>
        <translation>Offen lassen</translation>
    </message>
    <message>
        <source>Reading the record…</source>
        <translation>Der Bestand wird gelesen…</translation>
    </message>
    <message>
        <source>Saved on this machine only; InfluxDB has not confirmed it yet.</source>
        <translation>Nur auf diesem Rechner gespeichert; InfluxDB hat es noch nicht bestätigt.</translation>
    </message>
    <message>
        <source>What was on record before is kept in %1.</source>
        <translation>Was vorher im Bestand war, ist aufbewahrt in %1.</translation>
    </message>
    <message>
        <source>The events that were taken away are kept in %1.</source>
        <translation>Die weggenommenen Ereignisse sind aufbewahrt in %1.</translation>
    </message>
    <message>
        <source>The Python system will bring back: %1.</source>
        <translation>Das Python-System bringt zurück: %1.</translation>
    </message>
    <message>
        <source>Taking the last change back…</source>
        <translation>Die letzte Änderung wird zurückgenommen…</translation>
    </message>
    <message>
        <source>Nothing was taken back</source>
        <translation>Es wurde nichts zurückgenommen</translation>
    </message>
    <message>
        <source>&amp;Columns</source>
        <translation>S&amp;palten</translation>
    </message>
    <message>
        <source>Show a table first.</source>
        <translation>Zeigen Sie zuerst eine Tabelle.</translation>
    </message>
    <message>
        <source>Opening the store…</source>
        <translation>Der Speicher wird geöffnet…</translation>
    </message>
    <message>
        <source>Settings (.env *.env)</source>
        <translation>Einstellungen (.env *.env)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Opening %1…</source>
        <translation>%1 wird geöffnet…</translation>
    </message>
    <message>
        <source>Backups (*.json *.backup* *.migrated)</source>
        <translation>Sicherungen (*.json *.backup* *.migrated)</translation>
    </message>
    <message>
        <source>%1 Wait until it is done.</source>
        <translation>%1 Warten Sie, bis es fertig ist.</translation>
    </message>
    <message>
        <source>Opening the account %1…</source>
        <translation>Das Konto %1 wird geöffnet…</translation>
    </message>
    <message>
        <source>The account cannot be opened</source>
        <translation>Das Konto kann nicht geöffnet werden</translation>
    </message>
    <message>
        <source>Paper session — %1</source>
        <translation>Papier-Sitzung — %1</translation>
    </message>
    <message>
        <source>The paper session cannot start</source>
        <translation>Die Papier-Sitzung kann nicht beginnen</translation>
    </message>
    <message>
        <source>This is a paper session: an invented market, and no order is ever sent. Its state is kept in %1, apart from every other record.</source>
        <translation>Das ist eine Papier-Sitzung: ein erfundener Markt, und nie wird eine Order gesendet. Ihr Stand liegt in %1, getrennt von jedem anderen Bestand.</translation>
    </message>
    <message>
        <source>The first trades come after half a minute.</source>
        <translation>Die ersten Geschäfte kommen nach einer halben Minute.</translation>
    </message>
    <message>
        <source>It goes on from where it ended.</source>
        <translation>Sie geht dort weiter, wo sie endete.</translation>
    </message>
    <message>
        <source>Stop the paper session</source>
        <translation>Papier-Sitzung beenden</translation>
    </message>
    <message>
        <source>The paper session ends with a save…</source>
        <translation>Die Papier-Sitzung endet mit einer Sicherung…</translation>
    </message>
    <message>
        <source>Go on with it</source>
        <translation>Mit ihr weitermachen</translation>
    </message>
    <message>
        <source>Back to the store before</source>
        <translation>Zurück zum vorigen Speicher</translation>
    </message>
    <message>
        <source>The paper session ended with a save. Started again, it goes on from there.</source>
        <translation>Die Papier-Sitzung endete mit einer Sicherung. Neu gestartet, geht sie von dort weiter.</translation>
    </message>
    <message>
        <source>The paper session ended: %1</source>
        <translation>Die Papier-Sitzung endete: %1</translation>
    </message>
</context>
<context>
    <name>tradestate::NoticeBar</name>
    <message>
        <source>Close this notice</source>
        <translation>Diesen Hinweis schließen</translation>
    </message>
</context>
<context>
    <name>tradestate::PairStatesModel</name>
    <message>
        <source>Not stored</source>
        <translation>Nicht gespeichert</translation>
    </message>
    <message>
        <source>Stored, but not as a number</source>
        <translation>Gespeichert, aber nicht als Zahl</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>▲ long</source>
        <translation>▲ long</translation>
    </message>
    <message>
        <source>▼ short</source>
        <translation>▼ short</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>%1 from the last update on, at %2 a bar</source>
        <translation>%1 ab der letzten Änderung, bei %2 je Bar</translation>
    </message>
    <message>
        <source>Last update (%1)</source>
        <translation>Letzte Änderung (%1)</translation>
    </message>
    <message>
        <source>Stored as %1</source>
        <translation>Gespeichert als %1</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>Paar</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Position</translation>
    </message>
    <message>
        <source>Z-score</source>
        <translation>Z-Wert</translation>
    </message>
    <message>
        <source>Spread</source>
        <translation>Spread</translation>
    </message>
    <message>
        <source>Cooldown (bars)</source>
        <translation>Sperre (Bars)</translation>
    </message>
    <message>
        <source>Bars of the strategy in which the pair is not traded again</source>
        <translation>Bars der Strategie, in denen das Paar nicht wieder gehandelt wird</translation>
    </message>
    <message>
        <source>Last update</source>
        <translation>Letzte Änderung</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Whether the strategy said that it has enough prices to trade the pair</source>
        <translation>Ob die Strategie gemeldet hat, dass sie genug Kurse hat, um das Paar zu handeln</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Hinweise</translation>
    </message>
    <message>
        <source>Updated (age)</source>
        <translation>Geändert (Alter)</translation>
    </message>
    <message>
        <source>Stored as %1, which cannot be read as a time</source>
        <translation>Gespeichert als %1, was nicht als Zeit zu lesen ist</translation>
    </message>
    <message>
        <source>unreadable</source>
        <translation>unlesbar</translation>
    </message>
</context>
<context>
    <name>tradestate::PaperSession</name>
    <message>
        <source>It comes with this program and stands beside it.</source>
        <translation>Es gehört zu diesem Programm und steht daneben.</translation>
    </message>
    <message>
        <source>It ended without a word.</source>
        <translation>Sie endete ohne ein Wort.</translation>
    </message>
</context>
<context>
    <name>tradestate::PlanModel</name>
    <message>
        <source>What would change on record</source>
        <translation>Was sich im Bestand ändern würde</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Sicherung</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message numerus="yes">
        <source>%n pair state(s)</source>
        <translation>
            <numerusform>%n Paarzustand</numerusform>
            <numerusform>%n Paarzustände</numerusform>
        </translation>
    </message>
    <message>
        <source>Unchanged: %1, %2</source>
        <translation>Unverändert: %1, %2</translation>
    </message>
    <message numerus="yes">
        <source>%n position(s)</source>
        <translation>
            <numerusform>%n Position</numerusform>
            <numerusform>%n Positionen</numerusform>
        </translation>
    </message>
    <message>
        <source>Without it</source>
        <translation>Ohne ihn</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>Gewählt</translation>
    </message>
    <message>
        <source>− suspected ghost, taken away</source>
        <translation>− mutmaßlicher Geist, weggenommen</translation>
    </message>
    <message>
        <source>Not ticked: %1</source>
        <translation>Nicht angehakt: %1</translation>
    </message>
    <message>
        <source>At first nothing is ticked: %1</source>
        <translation>Zunächst ist nichts angehakt: %1</translation>
    </message>
</context>
<context>
    <name>tradestate::PlanWords</name>
    <message numerus="yes">
        <source>choose this save, give up %n other(s)</source>
        <translation>
            <numerusform>diesen Stand wählen, %n anderen aufgeben</numerusform>
            <numerusform>diesen Stand wählen, %n andere aufgeben</numerusform>
        </translation>
    </message>
    <message>
        <source>settle the fork</source>
        <translation>die Gabelung beenden</translation>
    </message>
    <message>
        <source>change %1</source>
        <translation>%1 ändern</translation>
    </message>
    <message>
        <source>add %1</source>
        <translation>%1 hinzufügen</translation>
    </message>
    <message>
        <source>remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message numerus="yes">
        <source>change %n pair state(s)</source>
        <translation>
            <numerusform>%n Paarzustand ändern</numerusform>
            <numerusform>%n Paarzustände ändern</numerusform>
        </translation>
    </message>
    <message>
        <source>change the portfolio</source>
        <translation>das Portfolio ändern</translation>
    </message>
    <message>
        <source>change the session</source>
        <translation>die Sitzung ändern</translation>
    </message>
    <message numerus="yes">
        <source>take %n ghost(s) away</source>
        <translation>
            <numerusform>%n Geist wegnehmen</numerusform>
            <numerusform>%n Geister wegnehmen</numerusform>
        </translation>
    </message>
    <message>
        <source>replace the incomplete save</source>
        <translation>den unvollständigen Stand ersetzen</translation>
    </message>
    <message>
        <source>make the first save</source>
        <translation>den ersten Stand anlegen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Wählen</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Check the broker first: one leg may still be open. The removal only takes the position off the record.</source>
        <translation>Prüfen Sie zuerst den Broker: Eine Seite kann noch offen sein. Die Entfernung nimmt die Position nur aus dem Bestand.</translation>
    </message>
    <message>
        <source>Reason: %1</source>
        <translation>Grund: %1</translation>
    </message>
    <message>
        <source>Takes back the undo of %1.</source>
        <translation>Nimmt die Rücknahme von %1 zurück.</translation>
    </message>
    <message>
        <source>Takes back the removal of %1: %2.</source>
        <translation>Nimmt die Entfernung von %1 zurück: %2.</translation>
    </message>
    <message>
        <source>Takes back the restore of %1.</source>
        <translation>Nimmt die Wiederherstellung von %1 zurück.</translation>
    </message>
    <message numerus="yes">
        <source>The save of %1 by %2, with %n position(s), goes on; the other line ends there.</source>
        <translation>
            <numerusform>Der Stand von %1 durch %2, mit %n Position, gilt weiter; die andere Linie endet dort.</numerusform>
            <numerusform>Der Stand von %1 durch %2, mit %n Positionen, gilt weiter; die andere Linie endet dort.</numerusform>
        </translation>
    </message>
    <message>
        <source>From %1</source>
        <translation>Aus %1</translation>
    </message>
    <message>
        <source>From the save of %1 by %2</source>
        <translation>Aus dem Stand von %1 durch %2</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 und %n weiteres</numerusform>
            <numerusform>%1 und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>The Python trading system will bring back %1: its events stay in the event log.</source>
        <translation>Das Python-Handelssystem bringt %1 zurück: Die Ereignisse bleiben im Ereignisprotokoll.</translation>
    </message>
    <message>
        <source>%1 (changed since)</source>
        <translation>%1 (seither geändert)</translation>
    </message>
    <message>
        <source>Portfolio (changed since)</source>
        <translation>Portfolio (seither geändert)</translation>
    </message>
    <message>
        <source>Portfolio</source>
        <translation>Portfolio</translation>
    </message>
    <message>
        <source>Session (changed since)</source>
        <translation>Sitzung (seither geändert)</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>+ added</source>
        <translation>+ neu</translation>
    </message>
    <message>
        <source>− removed</source>
        <translation>− entfernt</translation>
    </message>
    <message>
        <source>put the record back into InfluxDB</source>
        <translation>den Stand zurück in InfluxDB bringen</translation>
    </message>
</context>
<context>
    <name>tradestate::PositionsModel</name>
    <message>
        <source>Pair</source>
        <translation>Paar</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>Richtung</translation>
    </message>
    <message>
        <source>Leg 1</source>
        <translation>Seite 1</translation>
    </message>
    <message>
        <source>Leg 2</source>
        <translation>Seite 2</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>Menge</translation>
    </message>
    <message>
        <source>Entry price</source>
        <translation>Einstiegskurs</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>Held for</source>
        <translation>Gehalten seit</translation>
    </message>
    <message>
        <source>Time since the entry</source>
        <translation>Zeit seit dem Einstieg</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Hinweise</translation>
    </message>
    <message>
        <source>Entry time</source>
        <translation>Einstiegszeit</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Broker ids</source>
        <translation>Broker-Nummern</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Bezeichnung</translation>
    </message>
    <message>
        <source>Entry time (%1)</source>
        <translation>Einstiegszeit (%1)</translation>
    </message>
    <message>
        <source>Suspected ghosts %1 — not part of the last save</source>
        <translation>Mutmaßliche Geister %1 — nicht Teil des letzten Standes</translation>
    </message>
    <message>
        <source>▲ long</source>
        <translation>▲ long</translation>
    </message>
    <message>
        <source>▼ short</source>
        <translation>▼ short</translation>
    </message>
    <message>
        <source>buy %1</source>
        <translation>Kauf %1</translation>
    </message>
    <message>
        <source>sell %1</source>
        <translation>Verkauf %1</translation>
    </message>
    <message>
        <source>Not stored</source>
        <translation>Nicht gespeichert</translation>
    </message>
    <message>
        <source>The symbol is not stored</source>
        <translation>Das Symbol ist nicht gespeichert</translation>
    </message>
    <message>
        <source>No stop is stored</source>
        <translation>Es ist kein Stop gespeichert</translation>
    </message>
    <message>
        <source>Since %1 %2. %3</source>
        <translation>Seit %1 %2. %3</translation>
    </message>
    <message>
        <source>No entry time is stored</source>
        <translation>Es ist keine Einstiegszeit gespeichert</translation>
    </message>
    <message>
        <source>No target is stored</source>
        <translation>Es ist kein Ziel gespeichert</translation>
    </message>
    <message>
        <source>Stored, but not as a number</source>
        <translation>Gespeichert, aber nicht als Zahl</translation>
    </message>
    <message>
        <source>Stored as %1, without a zone; read as %2</source>
        <translation>Gespeichert als %1, ohne Zone; gelesen als %2</translation>
    </message>
    <message>
        <source>Stored as %1</source>
        <translation>Gespeichert als %1</translation>
    </message>
    <message>
        <source>Stored as %1, which cannot be read as a time</source>
        <translation>Gespeichert als %1, was nicht als Zeit zu lesen ist</translation>
    </message>
    <message>
        <source>unreadable</source>
        <translation>unlesbar</translation>
    </message>
</context>
<context>
    <name>tradestate::RecordPage</name>
    <message>
        <source>Clear the filter</source>
        <translation>Filter löschen</translation>
    </message>
    <message>
        <source>No row contains “%1”.</source>
        <translation>Keine Zeile enthält „%1“.</translation>
    </message>
    <message>
        <source>The filter looks into every column.</source>
        <translation>Der Filter sucht in jeder Spalte.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>tradestate::RecordView</name>
    <message>
        <source>On record</source>
        <translation>Im Bestand</translation>
    </message>
    <message>
        <source>suspected ghost</source>
        <translation>mutmaßlicher Geist</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>&amp;Sort by</source>
        <translation>&amp;Sortieren nach</translation>
    </message>
    <message>
        <source>Move &amp;left</source>
        <translation>Nach &amp;links</translation>
    </message>
    <message>
        <source>Move &amp;right</source>
        <translation>Nach &amp;rechts</translation>
    </message>
    <message>
        <source>&amp;Ascending</source>
        <translation>&amp;Aufsteigend</translation>
    </message>
    <message>
        <source>&amp;Descending</source>
        <translation>A&amp;bsteigend</translation>
    </message>
    <message>
        <source>Reset &amp;columns</source>
        <translation>Spalten &amp;zurücksetzen</translation>
    </message>
</context>
<context>
    <name>tradestate::RemoveDialog</name>
    <message>
        <source>Remove from record</source>
        <translation>Aus dem Bestand entfernen</translation>
    </message>
    <message>
        <source>Take the suspected ghost %1 off the record?</source>
        <translation>Den mutmaßlichen Geist %1 aus dem Bestand nehmen?</translation>
    </message>
    <message>
        <source>Take the position %1 off the record?</source>
        <translation>Die Position %1 aus dem Bestand nehmen?</translation>
    </message>
    <message>
        <source>⚠ Check the broker first: one leg may still be open. Nothing is sent to the broker here; this changes what the trading system believes at its next start.</source>
        <translation>⚠ Prüfen Sie zuerst den Broker: Eine Seite kann noch offen sein. Von hier wird nichts an den Broker gesendet; das ändert, was das Handelssystem bei seinem nächsten Start glaubt.</translation>
    </message>
    <message>
        <source>&amp;Reason (is kept with the save):</source>
        <translation>&amp;Grund (wird mit dem Stand aufbewahrt):</translation>
    </message>
    <message>
        <source>such as: closed at the broker by hand</source>
        <translation>etwa: beim Broker von Hand geschlossen</translation>
    </message>
    <message>
        <source>Preview…</source>
        <translation>Vorschau…</translation>
    </message>
    <message>
        <source>A reason is needed.</source>
        <translation>Ein Grund ist nötig.</translation>
    </message>
</context>
<context>
    <name>tradestate::RestoreDialog</name>
    <message>
        <source>Restore a backup</source>
        <translation>Eine Sicherung wiederherstellen</translation>
    </message>
    <message>
        <source>Undo the last change</source>
        <translation>Die letzte Änderung zurücknehmen</translation>
    </message>
    <message>
        <source>Choose which save goes on</source>
        <translation>Wählen, welcher Stand weitergilt</translation>
    </message>
    <message>
        <source>Remove %1 from the record</source>
        <translation>%1 aus dem Bestand entfernen</translation>
    </message>
    <message>
        <source>Nothing is sent to the broker: this changes what the trading system believes at its next start. A rescue copy of the present record is made first.</source>
        <translation>An den Broker wird nichts gesendet: Das ändert, was das Handelssystem bei seinem nächsten Start glaubt. Zuerst wird eine Rettungskopie des jetzigen Bestands angelegt.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Strg+Eingabe</translation>
    </message>
    <message>
        <source>What would change on record</source>
        <translation>Was sich im Bestand ändern würde</translation>
    </message>
    <message>
        <source>&amp;All</source>
        <translation>&amp;Alle</translation>
    </message>
    <message>
        <source>&amp;None</source>
        <translation>&amp;Keine</translation>
    </message>
    <message>
        <source>&amp;Only this</source>
        <translation>&amp;Nur diese</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>Warnungen</translation>
    </message>
    <message>
        <source>I have seen what was recovered and what was lost; use it</source>
        <translation>Ich habe gesehen, was gerettet wurde und was verloren ist; es soll benutzt werden</translation>
    </message>
    <message>
        <source>This cannot be restored.</source>
        <translation>Das kann nicht wiederhergestellt werden.</translation>
    </message>
    <message>
        <source>Choose a backup.</source>
        <translation>Wählen Sie eine Sicherung.</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>Wird gelesen …</translation>
    </message>
    <message>
        <source>Nothing is ticked that would change the record.</source>
        <translation>Es ist nichts angekreuzt, was den Bestand ändern würde.</translation>
    </message>
    <message>
        <source>A trading system is running: stop it first.</source>
        <translation>Ein Handelssystem läuft: Beenden Sie es zuerst.</translation>
    </message>
    <message>
        <source>InfluxDB cannot be reached.</source>
        <translation>InfluxDB ist nicht erreichbar.</translation>
    </message>
    <message>
        <source>The trading system is stopped</source>
        <translation>Das Handelssystem ist beendet</translation>
    </message>
    <message>
        <source>A trading system saved %1 ago. It is stopped (its next save is overdue)</source>
        <translation>Ein Handelssystem hat vor %1 gespeichert. Es ist beendet (sein nächster Stand ist überfällig)</translation>
    </message>
    <message>
        <source>Take the ghost %1 away</source>
        <translation>Den Geist %1 wegnehmen</translation>
    </message>
    <message>
        <source>It was changed or damaged after it was made; use it all the same</source>
        <translation>Sie wurde nach dem Anlegen geändert oder beschädigt; trotzdem benutzen</translation>
    </message>
    <message>
        <source>This save is incomplete; use what was found of it</source>
        <translation>Dieser Stand ist unvollständig; benutzen, was von ihm gefunden wurde</translation>
    </message>
    <message>
        <source>Cancelling …</source>
        <translation>Wird abgebrochen …</translation>
    </message>
    <message>
        <source>This cannot be done.</source>
        <translation>Das geht nicht.</translation>
    </message>
    <message>
        <source>A trading system saved %1 ago. It is stopped (its next save would be due in %2)</source>
        <translation>Ein Handelssystem hat vor %1 gespeichert. Es ist beendet (sein nächster Stand wäre fällig in %2)</translation>
    </message>
</context>
<context>
    <name>tradestate::RestoreOptions</name>
    <message>
        <source>Leave removed rows in the event log: the Python system brings them back</source>
        <translation>Entfernte Zeilen im Ereignisprotokoll lassen: Das Python-System bringt sie zurück</translation>
    </message>
    <message>
        <source>Also take the suspected ghosts out of the event log</source>
        <translation>Auch die mutmaßlichen Geister aus dem Ereignisprotokoll nehmen</translation>
    </message>
    <message>
        <source>InfluxDB cannot be reached: change it on this machine, send it later</source>
        <translation>InfluxDB ist nicht erreichbar: auf diesem Rechner ändern, später senden</translation>
    </message>
    <message>
        <source>The trading system is stopped</source>
        <translation>Das Handelssystem ist beendet</translation>
    </message>
</context>
<context>
    <name>tradestate::SaveDialog</name>
    <message>
        <source>Save a checkpoint</source>
        <translation>Einen Zwischenstand speichern</translation>
    </message>
    <message numerus="yes">
        <source>Saves the %n position(s) on record once more, as a checkpoint of its own.</source>
        <translation>
            <numerusform>Speichert die %n Position im Bestand noch einmal, als eigenen Zwischenstand.</numerusform>
            <numerusform>Speichert die %n Positionen im Bestand noch einmal, als eigenen Zwischenstand.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Description (may stay empty):</source>
        <translation>&amp;Beschreibung (darf leer bleiben):</translation>
    </message>
    <message>
        <source>such as: before the rollover</source>
        <translation>etwa: vor dem Rollover</translation>
    </message>
    <message>
        <source>⚠ A trading system saved %1 ago (%2). It would overwrite a checkpoint with its next save.</source>
        <translation>⚠ Ein Handelssystem hat vor %1 gespeichert (%2). Es würde einen Zwischenstand mit seinem nächsten Stand überschreiben.</translation>
    </message>
    <message>
        <source>⚠ A trading system is starting (%1). It would overwrite a checkpoint with its next save.</source>
        <translation>⚠ Ein Handelssystem beginnt gerade (%1). Es würde einen Zwischenstand mit seinem nächsten Stand überschreiben.</translation>
    </message>
    <message>
        <source>The trading system is &amp;stopped</source>
        <translation>Das Handelssystem ist &amp;beendet</translation>
    </message>
    <message>
        <source>First say that the trading system is stopped.</source>
        <translation>Sagen Sie zuerst, dass das Handelssystem beendet ist.</translation>
    </message>
</context>
<context>
    <name>tradestate::StepList</name>
    <message>
        <source>rescue copy</source>
        <translation>Rettungskopie</translation>
    </message>
    <message>
        <source>reading again</source>
        <translation>noch einmal lesen</translation>
    </message>
    <message>
        <source>journal</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>writing</source>
        <translation>schreiben</translation>
    </message>
    <message>
        <source>reading back</source>
        <translation>zurücklesen</translation>
    </message>
</context>
<context>
    <name>tradestate::TruthStrip</name>
    <message>
        <source>Back to now</source>
        <translation>Zurück zu jetzt</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Undo…</source>
        <translation>Zurücknehmen…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>%1 · showing what was read %2 ago</source>
        <translation>%1 · gezeigt wird, was vor %2 gelesen wurde</translation>
    </message>
    <message>
        <source>List everything that was found, in the details</source>
        <translation>Alles, was gefunden wurde, in den Einzelheiten auflisten</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>read only</source>
        <translation>nur lesen</translation>
    </message>
    <message>
        <source>The record may not be written.</source>
        <translation>In den Bestand darf nicht geschrieben werden.</translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n Befund</numerusform>
            <numerusform>%n Befunde</numerusform>
        </translation>
    </message>
    <message>
        <source>Put back…</source>
        <translation>Zurückbringen…</translation>
    </message>
</context>
<context>
    <name>tradestate::ZScoreChart</name>
    <message>
        <source>Entry threshold</source>
        <translation>Schwelle für den Einstieg</translation>
    </message>
    <message>
        <source>Exit threshold</source>
        <translation>Schwelle für den Ausstieg</translation>
    </message>
    <message>
        <source>Z-score of every pair</source>
        <translation>Z-Wert jedes Paars</translation>
    </message>
    <message>
        <source>&amp;Entry at ±</source>
        <translation>&amp;Einstieg bei ±</translation>
    </message>
    <message>
        <source>E&amp;xit at ±</source>
        <translation>&amp;Ausstieg bei ±</translation>
    </message>
    <message>
        <source>Z-score by pair</source>
        <translation>Z-Wert je Paar</translation>
    </message>
    <message>
        <source>as the strategy stored them</source>
        <translation>wie die Strategie sie gespeichert hat</translation>
    </message>
    <message>
        <source>set here; the record stores none</source>
        <translation>hier eingestellt; im Bestand steht keine</translation>
    </message>
    <message>
        <source>beyond entry</source>
        <translation>jenseits des Einstiegs</translation>
    </message>
    <message>
        <source>within</source>
        <translation>innerhalb</translation>
    </message>
    <message>
        <source>standard deviations</source>
        <translation>Standardabweichungen</translation>
    </message>
    <message>
        <source>entry ±%1</source>
        <translation>Einstieg ±%1</translation>
    </message>
    <message>
        <source>exit ±%1</source>
        <translation>Ausstieg ±%1</translation>
    </message>
    <message>
        <source>No pair state on record holds a z-score.</source>
        <translation>Kein Paarzustand im Bestand enthält einen Z-Wert.</translation>
    </message>
    <message>
        <source>The %1 strongest of %2 pairs.</source>
        <translation>Die %1 stärksten von %2 Paaren.</translation>
    </message>
    <message numerus="yes">
        <source>%n pair(s) without a z-score on record.</source>
        <translation>
            <numerusform>%n Paar ohne Z-Wert im Bestand.</numerusform>
            <numerusform>%n Paare ohne Z-Wert im Bestand.</numerusform>
        </translation>
    </message>
</context>
</TS>
