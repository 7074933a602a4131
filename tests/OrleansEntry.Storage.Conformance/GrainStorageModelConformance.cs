using CsCheck;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace OrleansEntry.Storage.Conformance;

/// <summary>Random histories against a dictionary: two callers who each keep the ETag that they saw last.</summary>
public abstract class GrainStorageModelConformance : ConformanceTests
{
    public enum Act
    {
        Read,
        Write,
        Clear,
    }

    private static readonly Gen<(Act Act, int Record, int Caller)[]> History =
        Gen.Select(Gen.Enum<Act>(), Gen.Int[0, 2], Gen.Int[0, 1]).Array[1, 60];

    private int _histories;

    [Fact]
    public async Task Any_history_behaves_like_a_dictionary() =>
        await History.SampleAsync(Replay, iter: 60, threads: 1);

    private async Task Replay((Act Act, int Record, int Caller)[] history)
    {
        var model = new Dictionary<int, (int Number, string ETag)>();
        var spent = new HashSet<string>();
        var held = new Dictionary<(int, int), GrainState<Note>>();
        var name = $"h{_histories++}";
        for (var step = 1; step <= history.Length; step++)
        {
            var (act, record, caller) = history[step - 1];
            if (!held.TryGetValue((record, caller), out var state)) held[(record, caller)] = state = new GrainState<Note>(new Note());
            var allowed = act is Act.Read || state.ETag == (model.TryGetValue(record, out var current) ? current.ETag : null);
            if (act is Act.Write) state.State = new Note { Number = step };

            Assert.Equal(allowed, await Try(act, name, record, state));

            if (!allowed) continue;
            if (act is Act.Write)
            {
                Assert.True(spent.Add(state.ETag!), "an ETag came again");
                model[record] = (step, state.ETag!);
            }
            else if (act is Act.Clear) model.Remove(record);

            var expected = model.TryGetValue(record, out var now) ? now : (0, null!);
            Assert.Equal(
                (expected.Number, expected.ETag, model.ContainsKey(record)), (state.State!.Number, state.ETag, state.RecordExists));
        }
    }

    private async Task<bool> Try(Act act, string name, int record, GrainState<Note> state)
    {
        var grain = GrainId.Create("model", $"r{record}");
        try
        {
            await (act switch
            {
                Act.Read => Backend.Grains.ReadStateAsync(name, grain, state, Cancelled),
                Act.Write => Backend.Grains.WriteStateAsync(name, grain, state, Cancelled),
                _ => Backend.Grains.ClearStateAsync(name, grain, state, Cancelled),
            });
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }
}
