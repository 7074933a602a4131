using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace OrleansEntry.Reliability.Tests.Chaos;

/// <summary>How a careful client asks two gateways: it takes them in turn, asks again with the same idempotency key when one does not
/// answer or says "later", and gives up in time.</summary>
internal sealed class GatewayRoute(Cluster cluster, string client) : DelegatingHandler(new SocketsHttpHandler
{
    UseCookies = false, AllowAutoRedirect = false, UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2),
})
{
    /// <summary>Most attempts at one request.</summary>
    public const int MaxAttempts = 4;

    /// <summary>The header by which the answer tells how many attempts there were.</summary>
    public const string AttemptsHeader = "Test-Attempts";

    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(11);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(500);

    private static int _later;
    private static long _slowest;
    private int _requests;
    private int _turn;
    private Uri? _silent;

    /// <summary>How many answers of all clients were "later".</summary>
    public static int Later => _later;

    /// <summary>How long the slowest attempt of all clients took, to its answer or its end.</summary>
    public static TimeSpan Slowest => new(Interlocked.Read(ref _slowest));

    /// <summary>How many attempts an answer took.</summary>
    public static int AttemptsOf(Answer answer) => answer.Headers.TryGetValues(AttemptsHeader, out var values)
        ? int.Parse(values.First(), CultureInfo.InvariantCulture)
        : 1;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _requests);
        var isUnsafe = request.Method != HttpMethod.Get;
        if (isUnsafe && !request.Headers.Contains("Idempotency-Key"))
            request.Headers.TryAddWithoutValidation("Idempotency-Key", string.Create(CultureInfo.InvariantCulture, $"{client}-{number}"));
        var path = request.RequestUri!.PathAndQuery;
        for (var attempt = 1; ; attempt++)
        {
            var gateway = NextGateway();
            request.RequestUri = new Uri(gateway, path);
            if (await Ask(request, attempt, cancellationToken) is not { } answer)
            {
                _silent = gateway;
                continue;
            }

            if (attempt < MaxAttempts && IsLater(answer))
            {
                Interlocked.Increment(ref _later);
                var wait = answer.Headers.RetryAfter?.Delta ?? LongestWait;
                answer.Dispose();
                await Task.Delay(wait < LongestWait ? wait : LongestWait, TimeProvider.System, cancellationToken);
                continue;
            }

            answer.Headers.TryAddWithoutValidation(AttemptsHeader, attempt.ToString(CultureInfo.InvariantCulture));
            return answer;
        }
    }

    // In turn, but not the one that did not answer last; one that was started again has another address.
    private Uri NextGateway()
    {
        var gateways = cluster.Gateways.Select(gateway => gateway.Address).ToArray();
        var next = gateways[(uint)Interlocked.Increment(ref _turn) % gateways.Length];
        return next == _silent ? gateways[(uint)Interlocked.Increment(ref _turn) % gateways.Length] : next;
    }

    private static bool IsLater(HttpResponseMessage answer) => answer.StatusCode is HttpStatusCode.ServiceUnavailable;

    private async Task<HttpResponseMessage?> Ask(HttpRequestMessage request, int attempt, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(AnswerWithin);
        var watch = Stopwatch.StartNew();
        try
        {
            var answer = await base.SendAsync(request, patience.Token);
            await answer.Content.LoadIntoBufferAsync(patience.Token);
            return answer;
        }
        catch (Exception e) when (e is HttpRequestException or IOException && attempt < MaxAttempts)
        {
            await Task.Delay(LongestWait / 5, TimeProvider.System, cancellationToken);
            return null;
        }
        finally
        {
            InterlockedMax(watch.Elapsed.Ticks);
        }
    }

    private static void InterlockedMax(long ticks)
    {
        for (var seen = _slowest; ticks > seen; seen = _slowest) Interlocked.CompareExchange(ref _slowest, ticks, seen);
    }
}
