using System.Buffers.Text;
using System.Text;

namespace OrleansEntry.Reliability.Tests.Edge;

/// <summary>Where secrets may not be found.</summary>
[Collection(Entrance.Collection)]
public sealed class SecretsTests(Entrance entrance)
{
    private const string SafetyPhrase = "yellow feathers in a cage", AlertAddress = "second.canary.in.the.mine@example.test";

    [Fact]
    public async Task A_browser_never_sees_its_tokens_in_a_body()
    {
        var (bodies, tokens) = (new List<string>(), new HashSet<string>());
        var client = entrance.NewClient(browser: true);
        client.Heard = answer =>
        {
            bodies.Add(answer.Text);
            tokens.UnionWith(answer.Cookies.Select(cookie => cookie.Split('=', 2)[1].Split(';')[0]).Where(value => value.Length > 0));
        };
        var person = await Walk(client);

        Assert.True(tokens.Count >= 5, $"{tokens.Count} tokens");
        Assert.DoesNotContain(bodies, body => tokens.Any(token => body.Contains(token, StringComparison.Ordinal)));
        Assert.DoesNotContain(bodies, body => body.Contains(person.Passcode, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_secret_in_a_run_is_in_no_log_and_no_file()
    {
        var tokens = new HashSet<string>();
        var client = entrance.NewClient();
        client.Heard = answer =>
            tokens.UnionWith(answer.Cookies.Select(cookie => cookie.Split('=', 2)[1].Split(';')[0]).Where(value => value.Length > 0));
        var person = new Person("canary.in.the.mine@example.test", "a canary sings below ground");
        await Walk(client, person);
        var codes = new[] { person.EnrolledWith!, person.UsedCode! }.Concat(await entrance.CodesFor(person.Identifier))
            .Concat(await entrance.CodesFor(AlertAddress)).ToArray();
        var secrets = Forms(person, tokens).ToArray();

        var log = Encoding.UTF8.GetBytes(entrance.Log);
        Assert.True(log.Length > 200);
        Assert.Empty(Found(log, secrets, codes).Select(found => $"log: {found}"));
        var files = Directory.EnumerateFiles(entrance.DataFolder, "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/outbox/", StringComparison.Ordinal) && new FileInfo(file).Length > 0).ToArray();
        Assert.True(files.Sum(file => new FileInfo(file).Length) > 10_000);
        Assert.Empty(files.SelectMany(file => Found(Read(file), secrets, codes).Select(found => $"{file}: {found}")));
    }

    [Fact]
    public void The_search_finds_what_is_there()
    {
        var text = Encoding.UTF8.GetBytes("… 123456, and secret.");

        Assert.Equal(["secret", "a code"], Found(text, [("secret", "secret"u8.ToArray())], ["123 456"]));
        Assert.Empty(Found("a1234567"u8.ToArray(), [], ["123456"]));
    }

    // All that gives out or takes a secret, once.
    private async Task<Person> Walk(EntryClient client, Person? who = null)
    {
        var person = await entrance.Register(client, who);
        (await client.Enter(person.Identifier, person.Passcode)).Last.Is("200 done");
        await entrance.Enrol(client, person);
        (await client.Enter(person.Identifier, "quite a wrong passcode")).Last.Is("401 not-admitted", "401 check");
        person.UsedCode = person.Phone!.CodeAt(await entrance.Now(person.Phone));
        (await client.Enter(person.Identifier, person.Passcode, "totp", person.UsedCode)).Last.Is("200 done");
        (await client.Post("v1/session/confirmation",
            new { passcode = person.Passcode, method = "recovery-code", code = person.RecoveryCodes.Peek() })).Is("200");
        (await client.Put("v1/safety-phrase", new { phrase = SafetyPhrase })).Is("204");
        (await client.Post("v1/alert-addresses", new { address = AlertAddress })).Is("202");
        var before = person.Passcode;
        person.Passcode = "the canary has flown away";
        (await client.Put("v1/passcode", new { current = before, @new = person.Passcode })).Is("200");
        (await client.Get("v1/session")).Is("200");
        (await client.Get("v1/activity/export")).Is("200");
        return person;
    }

    private static IEnumerable<(string Name, byte[] Form)> Forms(Person person, IEnumerable<string> tokens)
    {
        string[] texts = ["a canary sings below ground", "the canary has flown away", "quite a wrong passcode",
            "canary.in.the.mine@example.test", SafetyPhrase, AlertAddress];
        foreach (var text in texts.Concat(tokens))
        {
            yield return (text, Encoding.UTF8.GetBytes(text));
            yield return (text + " in UTF-16", Encoding.Unicode.GetBytes(text));
            yield return (
                text + " in base64", Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=')[..^1]));
        }

        // Of a token, the last 32 bytes are its secret whatever comes before.
        foreach (var token in tokens)
        {
            var secret = Base64Url.DecodeFromChars(token)[^32..];
            yield return ("a token's bytes", secret);
            yield return ("a token's bytes in hex", Encoding.UTF8.GetBytes(Convert.ToHexStringLower(secret)));
        }

        foreach (var code in person.RecoveryCodes)
        {
            yield return ("a recovery code", Encoding.UTF8.GetBytes(code));
            yield return ("a recovery code", Encoding.UTF8.GetBytes(code.Replace("-", "", StringComparison.Ordinal)));
        }

        yield return ("the authenticator's bytes", person.Phone!.Secret);
        yield return ("the authenticator's bytes in hex", Encoding.UTF8.GetBytes(Convert.ToHexStringLower(person.Phone.Secret)));
        yield return (
            "the authenticator's bytes in base64", Encoding.UTF8.GetBytes(Convert.ToBase64String(person.Phone.Secret).TrimEnd('=')[..^1]));
    }

    // Short codes count as found only where they stand alone: digits of a hash are no code.
    private static IEnumerable<string> Found(byte[] where, IEnumerable<(string Name, byte[] Form)> secrets, IEnumerable<string> codes) =>
        secrets.Where(secret => where.AsSpan().IndexOf(secret.Form) >= 0).Select(secret => secret.Name)
            .Concat(codes.SelectMany(code => new[] { code, code.Replace(" ", "", StringComparison.Ordinal) }.Distinct())
                .Where(code => StandsAlone(where, Encoding.UTF8.GetBytes(code))).Select(_ => "a code"));

    private static bool StandsAlone(byte[] where, byte[] code)
    {
        for (var from = 0; where.AsSpan(from).IndexOf(code) is >= 0 and var at; from += at + 1)
        {
            var (start, end) = (from + at, from + at + code.Length);
            if ((start == 0 || !IsWord(where[start - 1])) && (end == where.Length || !IsWord(where[end]))) return true;
        }

        return false;
    }

    private static bool IsWord(byte b) => char.IsAsciiLetterOrDigit((char)b);

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
