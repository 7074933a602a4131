using System.Diagnostics;
using System.Text.RegularExpressions;

namespace OrleansEntry.Reliability.Tests.Chaos;

/// <summary>What residents need of the world: a way to the gateways, mail, and the history.</summary>
internal sealed partial class ChaosStage(Cluster cluster, History history)
{
    private static readonly TimeSpan MailWithin = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan NoticeWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(100);

    private static int _people;
    private static int _clients;

    public History History => history;

    public string NewNetwork() => cluster.NewNetwork();

    /// <summary>Somebody nobody has seen before.</summary>
    public static Person NewPerson()
    {
        var number = Interlocked.Increment(ref _people);
        return new Person($"resident{number}@example.test", $"velvet otter {number} paints quietly");
    }

    /// <summary>A way to both gateways, as its own client.</summary>
    public HttpClient NewHttp() => new(new GatewayRoute(cluster, $"client{Interlocked.Increment(ref _clients)}"))
    {
        BaseAddress = new Uri("http://127.0.0.1/"), Timeout = TimeSpan.FromSeconds(25),
    };

    /// <summary>The codes that were mailed to somebody, as many as come in time: a silo that dies takes a mail along.</summary>
    public async Task<string[]> CodesFor(string address, int count)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(LookAgainAfter, TimeProvider.System))
        {
            var codes = (await Mails()).Where(mail => mail.To == address).Select(mail => Code().Match(mail.Text))
                .Where(code => code.Success)
                .Select(code => code.Groups[1].Value).ToArray();
            if (codes.Length >= count || watch.Elapsed > MailWithin) return codes;
        }
    }

    /// <summary>The subjects of somebody's mails, without the service's name, when all that the log makes due are there or the bound is
    /// over.</summary>
    public async Task<string[]> MailsTo(Evidence evidence)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(LookAgainAfter, TimeProvider.System))
        {
            var subjects = (await Mails()).Where(mail => mail.To == evidence.Who).Select(mail => mail.Subject.Split(" (")[0]).ToArray();
            if (watch.Elapsed > NoticeWithin || !LogCheckers.Notices([], [evidence with { Mails = subjects }]).Any()) return subjects;
        }
    }

    public Task<(int Exit, string Said)> Verify(string export) => cluster.Verify(export);

    /// <summary>Every mail so far.</summary>
    public async Task<Mail[]> Mails()
    {
        try
        {
            return await cluster.Mails();
        }
        catch (HttpRequestException)
        {
            // That gateway is gone, too; another one is there soon.
            return [];
        }
    }

    [GeneratedRegex(@"Your code: (\d{4} \d{4})")]
    private static partial Regex Code();
}
