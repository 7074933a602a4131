using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OrleansEntry.Reliability.Tests.Outside;

/// <summary>A running server on a data folder of its own, seen from the street: its address, its mail, its command line.</summary>
public sealed partial class Entrance : IAsyncLifetime
{
    /// <summary>The name of the tests that share one server, one after another:
    /// what they measure and race must not disturb each other.</summary>
    public const string Collection = "one entrance";

    /// <summary>The name of the tests that kill one server, one after another.</summary>
    public const string KilledCollection = "one entrance that is killed";

    // The work is kept small, because it is not what is tested here, and the crowd of tests is no attack. Hashing stays as it is.
    internal static readonly string[] CheapChecks =
        ["--SecurityCheck:WorkCost", "1", "--SecurityCheck:WorkCounterMin", "1", "--SecurityCheck:WorkCounterMax", "4",
            "--SecurityCheck:PicturesAhead", "0",
            "--AttackMode:RefusalsForAlert", "100000", "--AttackMode:RefusalsForAttack", "100000",
            "--AttackMode:BeginningsForAlert", "100000", "--AttackMode:BeginningsForAttack", "100000"];

    // So that every client can have a network, and a pace, of its own.
    internal static readonly string[] BehindProxy = ["--Network:TrustedProxies:0", "127.0.0.1"];

    // Where the operators of these tests come from, and nobody else.
    internal const string OperatorsNetwork = "10.200.0.0/16";

    private static readonly string[] Operators =
        ["--Operators:Networks:0", OperatorsNetwork, "--Passkeys:Origins:0", "http://localhost"];

    private readonly TestFolder _folder = new();
    private readonly ConcurrentQueue<string> _logs = new();
    private readonly string[] _settings;
    private ServerProcess _server = null!;
    private HttpClient _http = null!;
    private int _clients;
    private int _people;

    public Entrance() : this(behindProxy: true)
    {
    }

    internal Entrance(bool behindProxy, params string[] settings) =>
        _settings =
        [
            .. CheapChecks, .. TradingService.Settings, .. behindProxy ? [.. BehindProxy, .. Operators] : Array.Empty<string>(),
            .. settings,
        ];

    /// <summary>How long the last start took, from the command to the first answer.</summary>
    public TimeSpan StartTook { get; private set; }

    /// <summary>Where the data lies.</summary>
    public string DataFolder => Path.Combine(_folder.Path, "data");

    /// <summary>All that the server wrote to its console, over all its lives.</summary>
    public string Log => string.Join('\n', _logs) + '\n' + _server.Output + '\n' + _server.Errors;

    /// <summary>The server's address.</summary>
    public Uri Address => _http.BaseAddress!;

    public async ValueTask InitializeAsync() => await Start();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>What the server finds in its environment when it starts.</summary>
    internal IReadOnlyDictionary<string, string> Variables { get; set; } = new Dictionary<string, string>();

    internal async Task Start()
    {
        var watch = Stopwatch.StartNew();
        _server = ServerProcess.Start(_folder.Path, "Development", Variables, _settings);
        var address = await _server.Ready();
        StartTook = watch.Elapsed;
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = address,
            Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>SIGKILL, as a power cut.</summary>
    internal void Kill() => _server.Kill();

    /// <summary>Waits until it is dead, and starts it again on the same folder.</summary>
    /// <param name="meanwhile">What happens to the folder in between.</param>
    internal async Task StartAgain(Action? meanwhile = null)
    {
        await _server.Ended();
        _logs.Enqueue(_server.Output + '\n' + _server.Errors);
        _http.Dispose();
        await _server.DisposeAsync();
        meanwhile?.Invoke();
        await Start();
    }

    /// <summary>Starts it again if the test before left it dead.</summary>
    internal async Task Revive()
    {
        if (_server.HasEnded) await StartAgain();
    }

    /// <summary>SIGTERM, as a service manager.</summary>
    /// <returns>The exit code.</returns>
    internal Task<int> Stop()
    {
        _server.Signal(15);
        return _server.Ended();
    }

    /// <summary>A client from a network where nobody was before.</summary>
    internal EntryClient NewClient(bool browser = false)
    {
        var number = Interlocked.Increment(ref _clients);
        return new EntryClient(_http, $"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}") { IsBrowser = browser };
    }

    /// <summary>Somebody who becomes an operator, and is in.</summary>
    internal async Task<FirstOperator> EnterAsOperator()
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "10.200.255.1");
        return await FirstOperator.Enter(_folder.Path, client);
    }

    /// <summary>The same client, in front of the server's present life.</summary>
    internal EntryClient Again(EntryClient client) =>
        new(_http, client.Network) { IsBrowser = client.IsBrowser, Device = client.Device, Passes = client.Passes,
            Token = client.Token, AntiForgery = client.AntiForgery };

    /// <summary>Somebody nobody has seen before.</summary>
    internal Person NewPerson()
    {
        var number = Interlocked.Increment(ref _people);
        return new Person($"person{number}@example.test", $"velvet otter {number} paints quietly");
    }

    /// <summary>The mails to somebody, newest first, each as its subject, a line's end and its text.</summary>
    internal async Task<string[]> MailsTo(string address)
    {
        using var answer = await _http.GetAsync(new Uri("dev/outbox", UriKind.Relative));
        var mails = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        return [.. mails.EnumerateArray().Where(mail => mail.GetProperty("to").GetString() == address)
            .Select(mail => $"{mail.GetProperty("subject").GetString()}\n{mail.GetProperty("text").GetString()}")];
    }

    /// <summary>Asks for mail until so many that begin with a text are there. Every turn waits for an answer of the server;
    /// bounded.</summary>
    internal async Task<string[]> WaitForMail(string address, string beginning, int count = 1)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(20);)
        {
            var meant = (await MailsTo(address)).Where(mail => mail.StartsWith(beginning, StringComparison.Ordinal)).ToArray();
            if (meant.Length >= count) return meant;
        }

        throw new TimeoutException($"The mail did not come; there is: {string.Join(" | ", await MailsTo(address))}");
    }

    /// <summary>Every code that was mailed to somebody under a subject that begins so, newest first, when there are so many.</summary>
    internal async Task<string[]> CodesFor(string address, int count = 1, string beginning = "Your code for") =>
        [.. (await WaitForMail(address, beginning, count)).Select(mail => Code().Match(mail).Groups[1].Value)];

    /// <summary>Begins a registration, as far as the mailed code.</summary>
    internal static async Task<Answer> BeginRegistration(EntryClient client, Person person)
    {
        var offered = (await client.Post("v1/registrations", new { identifier = person.Identifier, passcode = person.Passcode }))
            .Is("202 check");
        var check = new { id = offered.Get("check").GetProperty("id").GetString(), kind = "proof-of-work",
            answer = EntryClient.Solve(offered) };
        return await client.Post("v1/registrations", new { identifier = person.Identifier, passcode = person.Passcode, check });
    }

    /// <summary>Opens an account.</summary>
    internal async Task<Person> Register(EntryClient client, Person? who = null)
    {
        var person = who ?? NewPerson();
        var begun = (await BeginRegistration(client, person)).Is("202 verify-identifier");
        (await client.Post(
            $"v1/registrations/{begun["registrationId"]}/verification", new { code = (await CodesFor(person.Identifier))[0] })).Is("201");
        return person;
    }

    /// <summary>Opens an account and enters it.</summary>
    internal async Task<(Person Person, EntryClient Client)> RegisterAndEnter(bool browser = false)
    {
        var client = NewClient(browser);
        var person = await Register(client);
        (await client.Enter(person.Identifier, person.Passcode)).Last.Is("200 done");
        return (person, client);
    }

    /// <summary>Opens an account with an authenticator whose present code is not used up yet.</summary>
    internal async Task<(Person Person, EntryClient Client)> RegisterAndEnrol(int stepSeconds = 60, bool browser = false)
    {
        var (person, client) = await RegisterAndEnter(browser);
        await Enrol(client, person, stepSeconds);
        return (person, client);
    }

    /// <summary>Enrols by the code before the present one, so that the present one is still good for an entry.</summary>
    internal async Task<Answer> Enrol(EntryClient client, Person person, int stepSeconds = 60)
    {
        var begun = (await client.Post("v1/second-factors/totp", new { stepSeconds })).Is("201");
        person.Phone = Authenticator.Scan(begun["uri"]!);
        Assert.Equal(Authenticator.FromBase32(begun["secret"]!), person.Phone.Secret);
        Assert.Equal(stepSeconds, person.Phone.StepSeconds);

        person.EnrolledWith = person.Phone.CodeAt(await Now(person.Phone), -1);
        var confirmed = (await client.Post("v1/second-factors/totp/confirmation", new { code = person.EnrolledWith })).Is("200");
        foreach (var code in confirmed.Get("recoveryCodes").EnumerateArray()) person.RecoveryCodes.Enqueue(code.GetString()!);
        Assert.Equal(10, person.RecoveryCodes.Count);
        return confirmed;
    }

    /// <summary>The server's time, at an instant when the present code of an authenticator lasts long enough to be sent.</summary>
    internal async Task<DateTimeOffset> Now(Authenticator phone)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(20);)
        {
            using var answer = await _http.GetAsync(new Uri("v1/time", UriKind.Relative));
            var now = JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("now").GetDateTimeOffset();
            if (phone.LeftAt(now) > TimeSpan.FromSeconds(5)) return now;
        }

        throw new TimeoutException("The server's time stands still.");
    }

    /// <summary>Runs <c>activity verify</c>.</summary>
    internal async Task<(int Exit, string Said)> Verify(string export)
    {
        var file = Path.Combine(_folder.Path, "activity.jsonl");
        await File.WriteAllTextAsync(file, export);
        await using var command = ServerProcess.Start(_folder.Path, "Development", "activity", "verify", file);
        var exit = await command.Ended();
        return (exit, command.Output + command.Errors);
    }

    [GeneratedRegex(@"Your code: (\d{4} \d{4})")]
    private static partial Regex Code();
}

[CollectionDefinition(Entrance.Collection)]
public sealed class OneEntrance : ICollectionFixture<Entrance>;

[CollectionDefinition(Entrance.KilledCollection)]
public sealed class OneKilledEntrance : ICollectionFixture<Entrance>;
