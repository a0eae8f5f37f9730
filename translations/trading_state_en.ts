<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Status</name>
    <message numerus="yes">
        <source>%n positions on record</source>
        <translation>
            <numerusform>%n position on record</numerusform>
            <numerusform>%n positions on record</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n trades since</source>
        <translation>
            <numerusform>%n trade since</numerusform>
            <numerusform>%n trades since</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n saves are on this machine only; InfluxDB has not confirmed them</source>
        <translation>
            <numerusform>%n save is on this machine only; InfluxDB has not confirmed it</numerusform>
            <numerusform>%n saves are on this machine only; InfluxDB has not confirmed them</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n suspected ghosts</source>
        <translation>
            <numerusform>%n suspected ghost</numerusform>
            <numerusform>%n suspected ghosts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradestate::BackupListModel</name>
    <message numerus="yes">
        <source>%n position(s)</source>
        <translation>
            <numerusform>%n position</numerusform>
            <numerusform>%n positions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradestate::ConsoleStatusBar</name>
    <message numerus="yes">
        <source>%n save(s) pending</source>
        <translation>
            <numerusform>%n save pending</numerusform>
            <numerusform>%n saves pending</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradestate::DetailsDock</name>
    <message numerus="yes">
        <source>%n finding(s), the worst first</source>
        <translation>
            <numerusform>%n finding, the worst first</numerusform>
            <numerusform>%n findings, the worst first</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradestate::EquityChart</name>
    <message numerus="yes">
        <source>%n save(s) without a measured equity are not drawn.</source>
        <translation>
            <numerusform>%n save without a measured equity is not drawn.</numerusform>
            <numerusform>%n saves without a measured equity are not drawn.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradestate::MainWindow</name>
    <message numerus="yes">
        <source>Backed up %n position(s) to %1</source>
        <translation>
            <numerusform>Backed up %n position to %1</numerusform>
            <numerusform>Backed up %n positions to %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Saved %n position(s)</source>
        <translation>
            <numerusform>Saved %n position</numerusform>
            <numerusform>Saved %n positions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Saved %n position(s) on this machine; InfluxDB has not confirmed it yet. %1</source>
        <translation>
            <numerusform>Saved %n position on this machine; InfluxDB has not confirmed it yet. %1</numerusform>
            <numerusform>Saved %n positions on this machine; InfluxDB has not confirmed it yet. %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Done: %n position(s) on record, read back and verified.</source>
        <translation>
            <numerusform>Done: %n position on record, read back and verified.</numerusform>
            <numerusform>Done: %n positions on record, read back and verified.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradestate::PlanModel</name>
    <message numerus="yes">
        <source>%n pair state(s)</source>
        <translation>
            <numerusform>%n pair state</numerusform>
            <numerusform>%n pair states</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n position(s)</source>
        <translation>
            <numerusform>%n position</numerusform>
            <numerusform>%n positions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradestate::PlanWords</name>
    <message numerus="yes">
        <source>choose this save, give up %n other(s)</source>
        <translation>
            <numerusform>choose this save, give up %n other</numerusform>
            <numerusform>choose this save, give up %n others</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>change %n pair state(s)</source>
        <translation>
            <numerusform>change %n pair state</numerusform>
            <numerusform>change %n pair states</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>take %n ghost(s) away</source>
        <translation>
            <numerusform>take %n ghost away</numerusform>
            <numerusform>take %n ghosts away</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The save of %1 by %2, with %n position(s), goes on; the other line ends there.</source>
        <translation>
            <numerusform>The save of %1 by %2, with %n position, goes on; the other line ends there.</numerusform>
            <numerusform>The save of %1 by %2, with %n positions, goes on; the other line ends there.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradestate::SaveDialog</name>
    <message numerus="yes">
        <source>Saves the %n position(s) on record once more, as a checkpoint of its own.</source>
        <translation>
            <numerusform>Saves the %n position on record once more, as a checkpoint of its own.</numerusform>
            <numerusform>Saves the %n positions on record once more, as a checkpoint of its own.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradestate::TruthStrip</name>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n finding</numerusform>
            <numerusform>%n findings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradestate::ZScoreChart</name>
    <message numerus="yes">
        <source>%n pair(s) without a z-score on record.</source>
        <translation>
            <numerusform>%n pair without a z-score on record.</numerusform>
            <numerusform>%n pairs without a z-score on record.</numerusform>
        </translation>
    </message>
</context>
</TS>
