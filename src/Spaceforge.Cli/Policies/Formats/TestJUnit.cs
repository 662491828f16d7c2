using System.Globalization;
using System.Text;
using System.Xml;

namespace Spaceforge.Cli.Policies.Formats;

/// <summary>Results in the XML that CI systems read: a suite for each file, a case for each test.</summary>
static class TestJUnit
{
    public static string Write(TestReport report)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("testsuites");
            Attribute(xml, "name", "spaceforge policy test");
            Counts(xml, report, report.Results);
            foreach (var file in report.Results.GroupBy(result => result.Test.Place.File)) Suite(xml, file.Key, [.. file]);
            xml.WriteEndElement();
        }

        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{text}\n";
    }

    static void Suite(XmlWriter xml, string file, IReadOnlyList<TestResult> results)
    {
        xml.WriteStartElement("testsuite");
        Attribute(xml, "name", file);
        Counts(xml, new TestReport(results, null, IsVerbose: false), results);
        foreach (var result in results)
        {
            foreach (var leaf in result.Leaves) Case(xml, result, leaf.Name, leaf.Passed, leaf.FailedAt);
        }

        xml.WriteEndElement();
    }

    static void Case(XmlWriter xml, TestResult result, string name, bool passed, Spaceforge.Rego.RegoTraceEvent? failedAt)
    {
        xml.WriteStartElement("testcase");
        Attribute(xml, "classname", result.Test.Package);
        Attribute(xml, "name", result.Test.Name + name);
        Attribute(xml, "file", result.Test.Place.File);
        Attribute(xml, "line", result.Test.Place.Line.ToString(CultureInfo.InvariantCulture));
        Attribute(xml, "time", Seconds(result.Duration / result.Leaves.Count()));
        if (result.Outcome == TestOutcome.Skipped)
        {
            xml.WriteStartElement("skipped");
            xml.WriteEndElement();
        }
        else if (result.Error is { } error)
        {
            Problem(xml, "error", error.Message, error.Code, TestText.Text(error));
        }
        else if (!passed)
        {
            var place = failedAt?.Place ?? result.Test.Place;
            Problem(
                xml, "failure", string.Create(CultureInfo.InvariantCulture, $"{place.File}:{place.Line} does not hold"), "failure",
                string.Join('\n', FailedLine.Describe(result.Test, failedAt)));
        }

        if (result.Output.Length > 0)
        {
            xml.WriteStartElement("system-out");
            xml.WriteString(Clean(result.Output));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    static void Problem(XmlWriter xml, string element, string message, string type, string text)
    {
        xml.WriteStartElement(element);
        Attribute(xml, "message", message);
        Attribute(xml, "type", type);
        xml.WriteString(Clean(text));
        xml.WriteEndElement();
    }

    static void Counts(XmlWriter xml, TestReport report, IReadOnlyList<TestResult> results)
    {
        Attribute(xml, "tests", report.Count.ToString(CultureInfo.InvariantCulture));
        Attribute(xml, "failures", report.Failed.ToString(CultureInfo.InvariantCulture));
        Attribute(xml, "errors", report.Errors.ToString(CultureInfo.InvariantCulture));
        Attribute(xml, "skipped", report.Skipped.ToString(CultureInfo.InvariantCulture));
        Attribute(xml, "time", Seconds(TimeSpan.FromTicks(results.Sum(result => result.Duration.Ticks))));
    }

    static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.######", CultureInfo.InvariantCulture);

    static void Attribute(XmlWriter xml, string name, string value) => xml.WriteAttributeString(name, Clean(value));

    /// <summary>XML has no place for control characters and halves of characters, not even escaped.</summary>
    static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])) clean.Append(text[i]).Append(text[++i]);
            else clean.Append(XmlConvert.IsXmlChar(text[i]) ? text[i] : '\uFFFD');
        }

        return clean.ToString();
    }
}
