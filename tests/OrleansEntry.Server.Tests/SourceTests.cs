using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using OrleansEntry.Tests;

namespace OrleansEntry.Server.Tests;

/// <summary>What holds for the text of the repository itself.</summary>
public sealed partial class SourceTests
{
    // The connection string of every Azurite in the world, published with it.
    private const string PublishedKey = "AccountName=devstoreaccount1;AccountKey=";

    private static readonly string[] NotOurs = [".git", ".vs", "bin", "obj", "node_modules", "data", "TestResults"];

    // Comparisons of what is named like a secret and is none. Whoever adds a line says why.
    private static readonly string[] Public =
    [
        "Core/Activity/ActivityVerifier.cs: end.Hash != hash", // an exported log's, which its reader holds in hand
        "Core/IdentifierChange/IdentifierChangeRules.cs: former.Key != key", // a name, not shown to anybody
        "Core/IdentifierChange/IdentifierChangeRules.cs: wish.To.Key == wish.Own.Key",
        "Core/IdentifierChange/IdentifierMoves.cs: a.Name == claim.To.Key",
        "Core/Registration/Visitors.cs: p.IdentifierKey != identifierKey", // a name, not shown to anybody
        "Core/Registration/Visitors.cs: p.IdentifierKey == identifierKey",
        "Gateway/Http/RequestRules.cs: member.Key != Repeatable", // of the query
        "Gateway/Passcodes/NewPasscodes.cs: refusal.Code == refused.Code", // a refusal's
        "Grains/Accounts/AccountGrain.Identifier.cs: owner == Key", // the account's name
    ];

    [Fact]
    public void Secrets_are_compared_by_FixedTimeEquals_alone()
    {
        var found = from file in Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
                    let path = Path.GetRelativePath(Path.Combine(Repository.Root, "src"), file).Replace('\\', '/')["OrleansEntry.".Length..]
                    where !IsNotOurs(file) && !path.StartsWith("Storage", StringComparison.Ordinal)
                    from line in File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
                    from Match match in Comparison().Matches(line)
                    select $"{path}: {match.Value.Trim()}";

        Assert.Equal(Public, found.Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("if (device.SecretHash == shown) return;")]
    [InlineData("return token.SequenceEqual(other);")]
    [InlineData("p => p.CodeHash.SequenceEqual(hash)")]
    [InlineData("hash != stored.PasscodeHash")]
    [InlineData("string.Equals(code, text, StringComparison.Ordinal)")]
    [InlineData("_set.Contains(recoveryCode)")]
    public void A_comparison_that_time_would_tell_of_is_found(string line) => Assert.Matches(Comparison(), line);

    // As .editorconfig says.
    [Fact]
    public void No_line_of_source_is_longer_than_140_characters()
    {
        var found = from file in Directory.GetFiles(Repository.Root, "*.cs", SearchOption.AllDirectories)
                    where !IsNotOurs(file)
                    from line in File.ReadLines(file).Index()
                    where line.Item.Length > 140
                    select $"{Path.GetRelativePath(Repository.Root, file)}:{line.Index + 1}";

        Assert.Empty(found);
    }

    [Fact]
    public void The_repository_holds_no_secret()
    {
        var found = from file in Directory.GetFiles(Repository.Root, "*", SearchOption.AllDirectories)
                    where !IsNotOurs(file) && new FileInfo(file).Length < 4_000_000
                    from secret in SecretsIn(File.ReadAllText(file))
                    select $"{Path.GetRelativePath(Repository.Root, file)}: {secret}";

        Assert.Empty(found);
    }

    // Put together here, so that this file holds none itself.
    public static TheoryData<string> Secrets =>
    [
        "-----BEGIN " + "EC PRIVATE KEY-----",
        "AccountName=money;Account" + "Key=" + new string('Q', 86) + "==",
        "gh" + "p_" + new string('a', 36),
        "\"Deployment\": \"" + Convert.ToBase64String(SHA256.HashData("drawn"u8)) + "\"",
        "Pass" + "word = \"" + "averylongpasswordofsomebody\"",
        "eyJ" + new string('h', 30) + "." + new string('p', 30),
    ];

    [Theory, MemberData(nameof(Secrets))]
    public void A_secret_would_be_found(string text) => Assert.Single(SecretsIn($"before {text} after"));

    private static IEnumerable<string> SecretsIn(string text) =>
        from Match match in Secret().Matches(text)
        where !text[..match.Index].EndsWith(PublishedKey[..^"AccountKey=".Length], StringComparison.Ordinal)
        where !Key256().IsMatch(match.Value) || LooksDrawn(match.Value)
        select string.Create(CultureInfo.InvariantCulture, $"{match.Value[..Math.Min(12, match.Length)]}… at {match.Index}");

    // 32 bytes of a test are all the same or count up; those of a generator are not.
    private static bool LooksDrawn(string base64)
    {
        var bytes = Convert.FromBase64String(base64);
        return bytes.Zip(bytes.Skip(1), (one, next) => (byte)(next - one)).Distinct().Count() > 2;
    }

    private static bool IsNotOurs(string file) =>
        Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar)
            .Any(part => NotOurs.Contains(part, StringComparer.Ordinal));

    private const string Word =
        @"[\w.]*(?:[Hh]ash|[Ss]ecret|[Tt]oken|[Cc]ode|[Pp]asscode|[Pp]assword|[Aa]ntiForgery|[Pp]epper|[Ss]ignature|[Kk]ey)";

    [GeneratedRegex(
        $@"\b{Word}\b(?:\(\))? (?:==|!=) (?!null\b|default\b|0\b)[\w.]+|\b(?!null)[\w.]+ (?:==|!=) (?!Method\.){Word}\b(?!\.)"
        + $@"|\b{Word}(?:\.Span)?\.(?:SequenceEqual|Equals)\(|\.(?:Sequence)?Equals\({Word}\b|\bEquals\({Word}, |\.Contains\({Word}\)")]
    private static partial Regex Comparison();

    [GeneratedRegex(
        @"-----BEGIN [A-Z ]*PRIVATE KEY-----|AccountKey=[A-Za-z0-9+/]{40,}={0,2}|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b"
        + @"|\beyJ[\w-]{20,}\.[\w-]{20,}|(?<![\w+/=])[A-Za-z0-9+/]{43}=(?![\w+/=])"
        + @"|(?i:password|secret|pepper|api_?key)[""']?\s*[:=]\s*[""'][A-Za-z0-9+/_-]{24,}={0,2}[""']")]
    private static partial Regex Secret();

    [GeneratedRegex(@"^[A-Za-z0-9+/]{43}=$")]
    private static partial Regex Key256();
}
