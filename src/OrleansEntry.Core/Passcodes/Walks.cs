namespace OrleansEntry.Core.Passcodes;

/// <summary>Sequences and keyboard walks: what fingers or minds run along when they should choose.</summary>
/// <remarks>Each track below is walked forwards, backwards, there and back (with the turning point once or twice), with every key
/// once, twice or three times, round and round. A text is a walk when the whole of it, four characters or more, is a piece of
/// such a round.</remarks>
internal static class Walks
{
    private const int Shortest = 4;

    // A new passcode has at most 256 code points, and a walk has only ASCII.
    private const int Longest = 256;

    private static readonly string[] Tracks =
    [
        // Sequences.
        "0123456789", "1234567890", "02468", "13579", "abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz0123456789",
        "abcdefghijklmnopqrstuvwxyz1234567890",

        // Rows, one by one and one after the other: QWERTY, QWERTZ, AZERTY, Dvorak.
        "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "qwertyuiopasdfghjklzxcvbnm",
        "qwertyuiop[]asdfghjkl;'zxcvbnm,./", "1234567890qwertyuiop", "1234567890qwertyuiopasdfghjklzxcvbnm",
        "1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./", "`1234567890-=", "!@#$%^&*()", "~!@#$%^&*()_+",
        "qwertzuiop", "yxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "1234567890qwertzuiopasdfghjklyxcvbnm",
        "azertyuiop", "qsdfghjklm", "wxcvbn", "azertyuiopqsdfghjklmwxcvbn", "1234567890azertyuiopqsdfghjklmwxcvbn",
        "pyfgcrl", "aoeuidhtns", "qjkxbmwvz", "',.pyfgcrlaoeuidhtns;qjkxbmwvz",

        // Left halves of rows, and blocks of them.
        "qwertyasdfghzxcvbn", "qwertasdfgzxcvb", "qwerasdfzxcv", "qweasdzxc", "1234qwerasdfzxcv", "12345qwertasdfgzxcvb", "123qweasdzxc",

        // Columns, straight and as a snake.
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/", "qazwsxedcrfvtgbyhnujm", "qazwsxedcrfvtgbyhnujmikolp",
        "1qazxsw23edcvfr45tgbnhy67ujm,ki8", "qazxswedcvfrtgbnhyujmkiolp", "zaq1xsw2cde3vfr4bgt5nhy6mju7", "zaqxswcdevfrbgtnhymjukilop",

        // Two rows at once.
        "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0", "qawsedrftgyhujikolp", "azsxdcfvgbhnjmk", "1a2s3d4f5g6h7j8k9l",
        "a1b2c3d4e5f6g7h8i9j0", "1a2b3c4d5e6f7g8h9i0j",

        // The number pad.
        "147258369", "741852963", "789456123", "159357", "159753", "147896325",
    ];

    private static readonly Lazy<string[]> Rounds = new(() => [.. Tracks.SelectMany(Variants).Distinct().Select(Lengthen)]);

    /// <summary>Whether the whole of a folded text is a walk.</summary>
    public static bool Contains(string folded) =>
        folded.Length is >= Shortest and <= Longest && Rounds.Value.Any(round => round.Contains(folded, StringComparison.Ordinal));

    private static IEnumerable<string> Variants(string track)
    {
        var back = string.Concat(track.Reverse());
        foreach (var walk in new[] { track, back, track + back, track + back[1..^1] })
        {
            for (var times = 1; times <= 3; times++) yield return string.Concat(walk.SelectMany(key => Enumerable.Repeat(key, times)));
        }
    }

    private static string Lengthen(string walk) => string.Concat(Enumerable.Repeat(walk, (Longest / walk.Length) + 2));
}
