namespace OrleansEntry.Reliability.Tests.Journey;

/// <summary>What the command says about an export that somebody laid hands on.</summary>
[Collection(Entrance.Collection)]
public sealed class TamperedLogTests(Entrance entrance)
{
    [Fact]
    public async Task Every_change_of_an_export_is_named_by_its_line()
    {
        var (_, client) = await entrance.RegisterAndEnrol();
        var lines = (await ActivityLog.Of(client)).Lines;
        Assert.Equal(7, lines.Length);

        await Expect(lines, exit: 0, "The log is intact: 6 entries");
        await Expect([lines[0], Change(lines[1]), .. lines[2..]], exit: 1, "Line 2");
        await Expect([lines[0], .. lines[2..]], exit: 1, "Line 2");
        await Expect([lines[0], lines[2], lines[1], .. lines[3..]], exit: 1, "Line 2");
        await Expect([.. lines[..2], lines[1], .. lines[2..]], exit: 1, "Line 3");
        await Expect([.. lines, lines[3]], exit: 1, "Line 8");
        await Expect(lines[..^1], exit: 1, "Line 7");
        await Expect([.. lines[..3], lines[^1]], exit: 1, "Line 4");
    }

    // One byte of the visible part: the network's last digit.
    private static string Change(string line)
    {
        var at = line.IndexOf("\"network\":\"", StringComparison.Ordinal) + "\"network\":\"1".Length;
        return line[..at] + (line[at] == '0' ? '1' : '0') + line[(at + 1)..];
    }

    private async Task Expect(IEnumerable<string> lines, int exit, string said)
    {
        var verdict = await entrance.Verify(string.Join('\n', lines) + "\n");

        Assert.Equal(exit, verdict.Exit);
        Assert.Contains(said, verdict.Said, StringComparison.Ordinal);
    }
}
