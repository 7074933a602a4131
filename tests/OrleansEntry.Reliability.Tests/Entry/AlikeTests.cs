using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OrleansEntry.Reliability.Tests.Entry;

/// <summary>Whether somebody has an account is nobody's business.</summary>
[Collection(Entrance.Collection)]
public sealed partial class AlikeTests(Entrance entrance, ITestOutputHelper output)
{
    private const int Accounts = 12;
    private const int GuessesEach = 5;

    [Fact]
    public async Task A_known_and_an_unknown_identifier_are_answered_alike_at_every_step()
    {
        var (person, _) = await entrance.RegisterAndEnrol();
        var (known, unknown) = (await Record(person.Identifier), await Record("nobody.at.all@example.test"));

        Assert.Equal(12, known.Count);
        Assert.Equal(known, unknown);
    }

    [Fact]
    public async Task A_free_and_a_taken_address_are_answered_alike()
    {
        var (person, _) = await entrance.RegisterAndEnter();
        var client = entrance.NewClient();
        var free = await Entrance.BeginRegistration(client, entrance.NewPerson());
        var taken = await Entrance.BeginRegistration(client, new Person(person.Identifier, "an entirely other passcode"));
        var (wrongFree, wrongTaken) = (await VerifyWrongly(client, free), await VerifyWrongly(client, taken));

        Assert.Equal(Bare(free), Bare(taken));
        Assert.Equal(Bare(wrongFree), Bare(wrongTaken));
    }

    [Fact]
    public async Task The_time_of_a_refusal_does_not_tell_a_known_from_an_unknown_identifier()
    {
        var people = new List<Person>();
        for (var i = 0; i < Accounts; i++) people.Add(await entrance.Register(entrance.NewClient()));
        var (known, unknown) = (new List<double>(), new List<double>());

        for (var guess = 0; guess < GuessesEach; guess++)
        {
            for (var i = 0; i < Accounts; i++)
            {
                known.Add(await TimeOfRefusal(people[i].Identifier));
                unknown.Add(await TimeOfRefusal($"unknown{i}@example.test"));
            }
        }

        var auc = AreaUnderCurve(known, unknown);
        output.WriteLine($"AUC {auc:0.000} over {known.Count} + {unknown.Count} refusals; "
            + $"medians {Median(known):0.0} and {Median(unknown):0.0} ms");
        Assert.InRange(auc, 0.25, 0.75);
    }

    // Five refusals, the wait, and what it says at each door.
    private async Task<List<string>> Record(string identifier)
    {
        var answers = new List<string>();
        var client = entrance.NewClient();
        for (var i = 0; i < 5; i++)
        {
            var begun = await client.Begin(identifier);
            answers.Add(Bare(begun));
            (await client.AnswerCheck(begun["entryId"]!, begun)).Is("200 passcode");
            answers.Add(Bare(await client.Passcode(begun["entryId"]!, "not the passcode it is")));
        }

        answers.Add(Bare(await client.Begin(identifier)));
        answers.Add(Bare(await entrance.NewClient().Begin(identifier, "not the passcode it is")));
        return answers;
    }

    private static Task<Answer> VerifyWrongly(EntryClient client, Answer begun) =>
        client.Post($"v1/registrations/{begun["registrationId"]}/verification", new { code = "0000 0000" });

    private async Task<double> TimeOfRefusal(string identifier)
    {
        var client = entrance.NewClient();
        var (id, _) = await client.WalkToPasscode(identifier);
        var watch = Stopwatch.StartNew();
        var answer = await client.Passcode(id!, "not the passcode it is");
        var took = watch.Elapsed.TotalMilliseconds;
        answer.Is("401 not-admitted", "401 check");
        return took;
    }

    // Status, shape and words of an answer; ids, instants and pictures are left out, and so is the jitter of a wait.
    private static string Bare(Answer answer)
    {
        var body = JsonNode.Parse(answer.Text)!;
        Strip(body);
        var headers = answer.Headers.Select(header => header.Key).Where(name => name is not "Date" and not "Transfer-Encoding")
            .Order(StringComparer.Ordinal);
        return $"{answer.Status} {Wait().Replace(body.ToJsonString(), "some time")} [{string.Join(' ', headers)}]";
    }

    private static void Strip(JsonNode node)
    {
        if (node is not JsonObject members) return;

        foreach (var (name, value) in members.ToArray())
        {
            if (value is JsonObject) Strip(value);
            else if (value is JsonArray many) foreach (var one in many) Strip(one!);
            else if (name is "entryId" or "registrationId" or "id" or "expiresAt" or "image" or "top" or "nonce" or "salt" or "keyPrefix"
                or "signature")
                members[name] = value!.GetValueKind().ToString();
        }
    }

    /// <summary>The probability that a refusal of the one takes longer than one of the other: a half when they are alike.</summary>
    private static double AreaUnderCurve(List<double> ones, List<double> others) =>
        ones.Sum(one => others.Sum(other => one > other ? 1.0 : one.Equals(other) ? 0.5 : 0.0)) / (ones.Count * others.Count);

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    [GeneratedRegex("about (a minute|[0-9]+ (seconds|minutes))")]
    private static partial Regex Wait();
}
