namespace OrleansEntry.Server.Settings;

/// <summary>Finds the word that somebody probably meant.</summary>
internal static class Nearest
{
    /// <summary>The nearest of the known words, or <see langword="null"/> when none is near: more than a third of it would have to
    /// change.</summary>
    public static string? To(string typed, IEnumerable<string> known) => known
        .Select(word => (Word: word, Steps: Distance(typed.ToUpperInvariant(), word.ToUpperInvariant())))
        .Where(found => found.Steps <= Math.Max(1, found.Word.Length / 3))
        .OrderBy(found => found.Steps)
        .Select(found => found.Word)
        .FirstOrDefault();

    // Optimal string alignment: inserting, dropping, replacing a character, or swapping two neighbours, is one step each.
    private static int Distance(string a, string b)
    {
        var steps = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) steps[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) steps[0, j] = j;

        for (var i = 1; i <= a.Length; i++)
        for (var j = 1; j <= b.Length; j++)
        {
            var replaced = steps[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            steps[i, j] = Math.Min(replaced, Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
        }

        return steps[a.Length, b.Length];
    }
}
