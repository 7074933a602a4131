using OrleansEntry.Core.Activity;

namespace OrleansEntry.Server.Commands;

/// <summary>Checks an exported activity log without any server: <c>activity verify FILE</c>.</summary>
internal static class ActivityCommand
{
    /// <summary>Longest line that is read, in characters. An entry is far shorter.</summary>
    public const int MaxLine = 64 * 1024;

    /// <summary>Checks a file.</summary>
    /// <param name="path">An export, JSON Lines.</param>
    /// <param name="output">Hears the verdict.</param>
    /// <param name="errors">Hears why there is none.</param>
    /// <returns>0: every entry is as it was written; 1: a line is not; 2: the file cannot be read.</returns>
    public static int Verify(string path, TextWriter output, TextWriter errors)
    {
        try
        {
            using var file = new StreamReader(path);
            var verdict = ActivityVerifier.Verify(Lines(file));
            output.WriteLine(verdict is ActivityVerdict.Intact intact
                ? $"The log is intact: {intact.Count} entries, head {intact.HeadHash}."
                : $"The log was changed. {((ActivityVerdict.Broken)verdict).Sentence}");
            return verdict is ActivityVerdict.Intact ? 0 : 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            errors.WriteLine($"The file '{path}' cannot be read: {e.Message}");
            return 2;
        }
    }

    // File.ReadLines would take a line of any length into memory.
    private static IEnumerable<string> Lines(TextReader file)
    {
        var line = new System.Text.StringBuilder();
        for (var next = file.Read(); next >= 0; next = file.Read())
        {
            if (next == '\n')
            {
                yield return line.ToString();
                line.Clear();
            }
            else if (line.Append((char)next).Length > MaxLine)
            {
                throw new InvalidDataException($"A line is longer than {MaxLine} characters, so it is no exported log.");
            }
        }

        if (line.Length > 0) yield return line.ToString();
    }
}
