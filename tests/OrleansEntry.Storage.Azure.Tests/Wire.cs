using System.Collections.Concurrent;
using System.Net;
using Azure.Core.Pipeline;

namespace OrleansEntry.Storage.Azure;

/// <summary>Stands between the client and Azurite: hears every request and may lose, delay or replace an answer.</summary>
internal sealed class Wire : DelegatingHandler
{
    private readonly ConcurrentQueue<HttpRequestMessage> _heard = new();

    public Wire() : base(new SocketsHttpHandler())
    {
    }

    /// <summary>What is done in place of sending a request; <see langword="null"/> sends it.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage?>> Instead { get; set; } =
        (_, _) => Task.FromResult<HttpResponseMessage?>(null);

    /// <summary>What is done with an answer before the client gets it.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage, Task<HttpResponseMessage>> Then { get; set; } =
        (_, answer) => Task.FromResult(answer);

    /// <summary>The requests so far, <c>POST</c> or <c>GET</c> and so on.</summary>
    public IEnumerable<string> Methods => _heard.Select(request => request.Method.Method);

    public IEnumerable<HttpRequestMessage> Requests => _heard;

    /// <summary>An answer of the service's own making.</summary>
    public static HttpResponseMessage Answer(HttpStatusCode status, string code = "Code") =>
        new(status) { Headers = { { "x-ms-error-code", code } }, Content = new StringContent("") };

    /// <summary>Loses the answer to the next request of a method, after it was carried out.</summary>
    public void LoseNextAnswerTo(HttpMethod method)
    {
        var lost = false;
        Then = (request, answer) =>
        {
            if (lost || request.Method != method) return Task.FromResult(answer);
            lost = true;
            answer.Dispose();
            throw new HttpRequestException("The connection broke before the answer came.");
        };
    }

    public void Forget() => _heard.Clear();

    public void Tap(TableClientOptions options)
    {
        options.Transport = new HttpClientTransport(new HttpClient(this, disposeHandler: false));
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _heard.Enqueue(request);
        return await Instead(request, cancellationToken)
            ?? await Then(request, await base.SendAsync(request, cancellationToken));
    }
}
