using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace OrleansEntry.Storage.Azure;

public sealed class AzureTableTests : IDisposable
{
    private readonly Wire _wire = new();
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _wire.Dispose();

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task A_service_that_cannot_answer_now_is_asked_again_and_then_given_up(HttpStatusCode status)
    {
        _wire.Instead = (_, _) => Task.FromResult<HttpResponseMessage?>(Wire.Answer(status));

        await Assert.ThrowsAsync<IOException>(() => Table().Create(Cancelled));

        Assert.Equal(3, _wire.Methods.Count());
    }

    [Fact]
    public async Task A_service_that_cannot_be_reached_is_asked_again_and_then_given_up()
    {
        _wire.Instead = (_, _) => throw new HttpRequestException("connection refused");

        await Assert.ThrowsAsync<IOException>(() => Table().Create(Cancelled));

        Assert.Equal(3, _wire.Methods.Count());
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.BadRequest)]
    public async Task An_answer_that_says_we_are_wrong_passes_as_it_is(HttpStatusCode status)
    {
        _wire.Instead = (_, _) => Task.FromResult<HttpResponseMessage?>(Wire.Answer(status));

        var fault = await Assert.ThrowsAsync<RequestFailedException>(() => Table().Create(Cancelled));

        Assert.Equal((int)status, fault.Status);
        Assert.Single(_wire.Methods);
    }

    [Fact]
    public async Task No_answer_ends_in_time()
    {
        _wire.Instead = Never;
        var call = Table().Create(Cancelled);

        _clock.Advance(TimeSpan.FromSeconds(7.9));
        Assert.False(call.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        await Assert.ThrowsAsync<TimeoutException>(() => call);
    }

    [Fact]
    public async Task The_time_of_a_call_of_several_requests_is_one()
    {
        var asked = 0;
        _wire.Instead = async (_, token) =>
        {
            _clock.Advance(TimeSpan.FromSeconds(3));
            asked++;
            token.ThrowIfCancellationRequested();
            await Task.Yield();
            return Wire.Answer(HttpStatusCode.NoContent);
        };
        var table = Table();

        await Assert.ThrowsAsync<TimeoutException>(() => table.Call(
            async (_, token) =>
            {
                for (var i = 0; i < 10; i++) await table.Create(token);
                return 0;
            },
            Cancelled));

        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task A_caller_who_leaves_is_not_held_and_not_told_of_a_timeout()
    {
        using var caller = new CancellationTokenSource();
        _wire.Instead = Never;
        var call = Table().Create(caller.Token);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    private static async Task<HttpResponseMessage?> Never(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return null;
    }

    private AzureTable Table() => new(
        new AzureTableJournalOptions
        {
            ConnectionString = "UseDevelopmentStorage=true",
            AttemptFor = TimeSpan.FromSeconds(5),
            Tap = _wire.Tap,
        }, _clock);
}
