using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime;
using OrleansEntry.Gateway.Http;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Http;

/// <summary>A request waits for all its grains together, not for each.</summary>
public sealed class DeadlineTests
{
    private readonly FakeTimeProvider _clock = new(GatewayHost.Noon);
    private readonly Deadline _deadline;

    public DeadlineTests() => _deadline = new(_clock);

    [Fact]
    public async Task What_one_call_took_is_gone_for_the_next()
    {
        var silence = new TaskCompletionSource();
        var request = _deadline.Run(new DefaultHttpContext(), async _ =>
        {
            await Call(Task.CompletedTask);
            _clock.Advance(TimeSpan.FromSeconds(4));
            await Call(silence.Task);
        });

        _clock.Advance(Deadline.AnswerWithin - TimeSpan.FromSeconds(4.1));
        Assert.False(request.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        await Assert.ThrowsAsync<TimeoutException>(() => request);
    }

    [Fact]
    public async Task When_all_is_gone_nothing_is_begun()
    {
        var begun = false;
        var request = _deadline.Run(new DefaultHttpContext(), async _ =>
        {
            _clock.Advance(Deadline.AnswerWithin);
            await _deadline.Invoke(Calling(() => { begun = true; return Task.CompletedTask; }));
        });

        await Assert.ThrowsAsync<TimeoutException>(() => request);
        Assert.False(begun);
    }

    [Fact]
    public async Task A_call_outside_a_request_and_one_of_a_grain_have_limits_of_their_own()
    {
        await _deadline.Run(new DefaultHttpContext(), async _ =>
        {
            _clock.Advance(Deadline.AnswerWithin);
            await _deadline.Invoke(Calling(() => Task.CompletedTask, ofGrain: true));
        });
        _clock.Advance(Deadline.AnswerWithin);
        await Call(Task.CompletedTask);
    }

    private Task Call(Task answer) => _deadline.Invoke(Calling(() => answer));

    private static IOutgoingGrainCallContext Calling(Func<Task> call, bool ofGrain = false)
    {
        var context = DispatchProxy.Create<IOutgoingGrainCallContext, Played>();
        ((Played)(object)context).Members = new()
        {
            [nameof(IGrainCallContext.Invoke)] = call,
            [$"get_{nameof(IOutgoingGrainCallContext.SourceContext)}"] = () =>
                ofGrain ? DispatchProxy.Create<IGrainContext, Played>() : null,
        };
        return context;
    }

    // Must be open: a proxy is a class made from it. What a test does not name is not there.
    public class Played : DispatchProxy
    {
        internal Dictionary<string, Func<object?>> Members { get; set; } = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Members[targetMethod!.Name]();
    }
}
