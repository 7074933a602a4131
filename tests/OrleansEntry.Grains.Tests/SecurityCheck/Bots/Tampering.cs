using System.Text.Json.Nodes;
using OrleansEntry.Core.SecurityCheck;
using OrleansEntry.Grains.SecurityCheck;
using OrleansEntry.Tests;

namespace OrleansEntry.Grains.Tests.SecurityCheck.Bots;

/// <summary>A challenge's work, solved; and another of the same service to take values from.</summary>
/// <param name="Expected">What judges.</param>
/// <param name="Solved">Its payload's JSON: right as it is.</param>
/// <param name="Other">The other one's.</param>
internal sealed record SolvedWork(ExpectedAnswer Expected, string Solved, string Other)
{
    private static readonly ProofOfWorkKind Kind = new(
        new CheckPolicy { Work = new WorkPolicy { Cost = 2, CounterMin = 100, CounterMax = 200 } },
        new SecurityCheckKey(new byte[SecurityCheckKey.Size]));

    /// <summary>Makes and solves two.</summary>
    public static SolvedWork Make()
    {
        var ((expected, solved), (_, other)) = (MakeOne(0), MakeOne(1));
        return new SolvedWork(expected, solved, other);
    }

    private static (ExpectedAnswer Expected, string Solved) MakeOne(int seconds)
    {
        var (offer, expected) = Kind.Pose(
            new() { Id = "id", ExpiresAt = default, TriesLeft = 3, Kinds = [] },
            new ChallengeTerms(null, 0, DateTimeOffset.UnixEpoch.AddSeconds(1_000_000 + seconds)));
        return (expected, AltchaSolver.Decode(AltchaSolver.Solve(offer.ProofOfWorkJson)));
    }
}

/// <summary>Sends back a solved work with one thing changed.</summary>
internal static class Tampering
{
    /// <summary>Every member that a client sends back, except the time it took, which is not believed.</summary>
    public static readonly string[] Members =
        ["algorithm", "cost", "expiresAt", "keyLength", "keyPrefix", "nonce", "salt", "signature", "counter", "derivedKey"];

    /// <summary>Three answers: the member changed a little, taken from another challenge (or changed again where that has the same), and
    /// left out.</summary>
    public static string[] WithOneMemberChanged(SolvedWork work, string member, Dice dice) =>
    [
        Change(work.Solved, member, value => Altered(value, dice)),
        Change(work.Solved, member, value => Find(work.Other, member) is var other && !JsonNode.DeepEquals(other, value)
            ? other
            : Altered(value, dice)),
        Change(work.Solved, member, _ => null),
    ];

    /// <summary>The cheapest work there is, solved by its maker; our signature beside it.</summary>
    public static string MadeUp(SolvedWork work)
    {
        var (cheap, _) = AltchaChallenge.Create(
            new byte[AltchaParameters.NonceLength], new byte[AltchaParameters.NonceLength], counter: 0, cost: 1,
            DateTimeOffset.UnixEpoch.AddSeconds(1_000_000), new SecurityCheckKey([.. Enumerable.Repeat((byte)7, SecurityCheckKey.Size)]));
        var solved = AltchaSolver.Decode(AltchaSolver.Solve(cheap.ToJson()));
        return Change(solved, "signature", _ => Find(work.Solved, "signature"));
    }

    private static string Change(string json, string member, Func<JsonNode, JsonNode?> to)
    {
        var root = JsonNode.Parse(json)!;
        var parent = ParentOf(root, member);
        var changed = to(parent[member]!);
        if (changed is null) parent.Remove(member);
        else parent[member] = changed.DeepClone();
        return AltchaSolver.Encode(root.ToJsonString());
    }

    private static JsonNode Find(string json, string member) => ParentOf(JsonNode.Parse(json)!, member)[member]!;

    private static JsonObject ParentOf(JsonNode root, string member) =>
        new[] { root["challenge"]!["parameters"]!, root["challenge"]!, root["solution"]! }
            .Select(n => n.AsObject()).Single(n => n.ContainsKey(member));

    private static JsonNode Altered(JsonNode value, Dice dice)
    {
        if (value.GetValueKind() is System.Text.Json.JsonValueKind.Number)
            return value.GetValue<long>() + (dice.Between(0, 1) == 0 ? 1 : -1) * dice.Between(1, 9);

        var text = value.GetValue<string>();
        var digits = Enumerable.Range(0, text.Length).Where(i => char.IsAsciiDigit(text[i])).ToList();
        var at = digits[dice.Between(0, digits.Count - 1)];
        return text[..at] + (text[at] == '7' ? '3' : '7') + text[(at + 1)..];
    }
}
