using System.Globalization;
using System.Text;
using System.Xml;

namespace Spaceforge.Cli.Scenarios.Formats;

/// <summary>Results in the two kinds of XML that CI systems read.</summary>
static class ScenarioXml
{
    const string TrxNamespace = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
    const string UnitTest = "13cdc9d9-ddb5-4fa4-a97d-d965ccfc6d4b";

    public static string JUnit(IReadOnlyList<ScenarioResult> results) => Document(xml =>
    {
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", "spaceforge test");
        Counts(xml, results);
        foreach (var folder in results.GroupBy(result => Path.GetDirectoryName(result.Scenario.File) ?? ""))
        {
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", Clean(folder.Key));
            Counts(xml, [.. folder]);
            foreach (var result in folder)
            {
                xml.WriteStartElement("testcase");
                xml.WriteAttributeString("classname", Clean(folder.Key));
                xml.WriteAttributeString("name", Clean(result.Scenario.Name));
                xml.WriteAttributeString("file", Clean(result.Scenario.File));
                xml.WriteAttributeString("time", Seconds(result.Duration));
                if (result.Scenario.Skip is { } why)
                {
                    xml.WriteStartElement("skipped");
                    xml.WriteAttributeString("message", Clean(why));
                    xml.WriteEndElement();
                }
                else if (!result.HasPassed)
                {
                    xml.WriteStartElement("failure");
                    xml.WriteAttributeString("message", Clean(result.Differences[0].Split('\n')[0]));
                    xml.WriteString(Clean(string.Join('\n', result.Differences)));
                    xml.WriteEndElement();
                    xml.WriteStartElement("system-out");
                    xml.WriteString(Clean(result.Output));
                    xml.WriteEndElement();
                }

                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    });

    public static string Trx(IReadOnlyList<ScenarioResult> results, DateTimeOffset start, DateTimeOffset finish) => Document(xml =>
    {
        var list = Guid.NewGuid();
        (ScenarioResult Result, Guid Test, Guid Execution)[] all = [.. results.Select(result => (result, Guid.NewGuid(), Guid.NewGuid()))];
        xml.WriteStartElement("TestRun", TrxNamespace);
        xml.WriteAttributeString("id", $"{Guid.NewGuid()}");
        xml.WriteAttributeString("name", "spaceforge test");
        xml.WriteStartElement("Times");
        xml.WriteAttributeString("creation", Moment(start));
        xml.WriteAttributeString("start", Moment(start));
        xml.WriteAttributeString("finish", Moment(finish));
        xml.WriteEndElement();
        xml.WriteStartElement("Results");
        foreach (var (result, test, execution) in all)
        {
            xml.WriteStartElement("UnitTestResult");
            xml.WriteAttributeString("executionId", $"{execution}");
            xml.WriteAttributeString("testId", $"{test}");
            xml.WriteAttributeString("testName", Clean(result.Scenario.File));
            xml.WriteAttributeString("computerName", "spaceforge");
            xml.WriteAttributeString("duration", result.Duration.ToString("c", CultureInfo.InvariantCulture));
            xml.WriteAttributeString("testType", UnitTest);
            xml.WriteAttributeString("testListId", $"{list}");
            xml.WriteAttributeString("outcome", result.Scenario.Skip is not null ? "NotExecuted" : result.HasPassed ? "Passed" : "Failed");
            if (result.Differences.Count > 0)
            {
                xml.WriteStartElement("Output");
                xml.WriteElementString("StdOut", TrxNamespace, Clean(result.Output));
                xml.WriteStartElement("ErrorInfo");
                xml.WriteElementString("Message", TrxNamespace, Clean(string.Join('\n', result.Differences)));
                xml.WriteEndElement();
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteStartElement("TestDefinitions");
        foreach (var (result, test, execution) in all)
        {
            xml.WriteStartElement("UnitTest");
            xml.WriteAttributeString("name", Clean(result.Scenario.File));
            xml.WriteAttributeString("storage", Clean(result.Scenario.File));
            xml.WriteAttributeString("id", $"{test}");
            xml.WriteStartElement("Execution");
            xml.WriteAttributeString("id", $"{execution}");
            xml.WriteEndElement();
            xml.WriteStartElement("TestMethod");
            xml.WriteAttributeString("codeBase", Clean(result.Scenario.File));
            xml.WriteAttributeString("className", "scenarios");
            xml.WriteAttributeString("name", Clean(result.Scenario.Name));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteStartElement("TestEntries");
        foreach (var (_, test, execution) in all)
        {
            xml.WriteStartElement("TestEntry");
            xml.WriteAttributeString("testId", $"{test}");
            xml.WriteAttributeString("executionId", $"{execution}");
            xml.WriteAttributeString("testListId", $"{list}");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteStartElement("TestLists");
        xml.WriteStartElement("TestList");
        xml.WriteAttributeString("name", "Scenarios");
        xml.WriteAttributeString("id", $"{list}");
        xml.WriteEndElement();
        xml.WriteEndElement();
        var failed = results.Count(result => result.Differences.Count > 0);
        var skipped = results.Count(result => result.Scenario.Skip is not null);
        xml.WriteStartElement("ResultSummary");
        xml.WriteAttributeString("outcome", failed > 0 ? "Failed" : "Completed");
        xml.WriteStartElement("Counters");
        foreach (var (name, count) in ((string, int)[])
        [
            ("total", results.Count), ("executed", results.Count - skipped), ("passed", results.Count - skipped - failed),
            ("failed", failed), ("notExecuted", skipped),
        ])
        {
            xml.WriteAttributeString(name, count.ToString(CultureInfo.InvariantCulture));
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    });

    static void Counts(XmlWriter xml, IReadOnlyList<ScenarioResult> results)
    {
        Count("tests", results.Count);
        Count("failures", results.Count(result => result.Differences.Count > 0));
        Count("skipped", results.Count(result => result.Scenario.Skip is not null));
        xml.WriteAttributeString("time", Seconds(results.Aggregate(TimeSpan.Zero, (sum, result) => sum + result.Duration)));

        void Count(string name, int count) => xml.WriteAttributeString(name, count.ToString(CultureInfo.InvariantCulture));
    }

    static string Document(Action<XmlWriter> write)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var settings = new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true };
        using (var xml = XmlWriter.Create(text, settings)) write(xml);
        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{text}\n";
    }

    static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    static string Moment(DateTimeOffset time) => time.ToString("o", CultureInfo.InvariantCulture);

    // XML has no way to write control characters.
    static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                clean.Append(text, i++, 2);
                continue;
            }

            clean.Append(XmlConvert.IsXmlChar(text[i]) ? text[i] : '\uFFFD');
        }

        return clean.ToString();
    }
}
