using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;
using OrleansEntry.Contracts.Activity;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Grains.Accounts;
using OrleansEntry.Grains.Activity;
using OrleansEntry.Grains.Duty;
using OrleansEntry.Grains.Registration;
using OrleansEntry.Storage;
using Xunit;

namespace OrleansEntry.Grains.Tests.Stored;

/// <summary>What was stored yesterday still loads, and nothing that is stored changes its shape unnoticed.
/// See README.md beside this.</summary>
public sealed partial class StoredShapeTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Stored");

    // As both storage backends are registered with it.
    private static readonly SystemTextJsonGrainStorageSerializer Serializer =
        new(Options.Create(new SystemTextJsonGrainStorageSerializerOptions()));

    // The journal keeps its entries itself; everything else is a grain's persistent state.
    private static readonly Dictionary<string, Type> Shapes =
        StatesOf(typeof(EntryRegistration).Assembly).Append(("activity", typeof(ActivityItem))).ToDictionary();

    public static TheoryData<string, int> Versions =>
        [.. StoredSamples.All.Keys.Select(v => new TheoryDataRow<string, int>(v.State, v.Version))];

    public static TheoryData<string> States => [.. Shapes.Keys];

    [Theory, MemberData(nameof(Versions))]
    public void What_was_stored_in_every_version_still_loads(string state, int version)
    {
        var expected = StoredSamples.All[(state, version)];

        var loaded = Load(state, File.ReadAllBytes(FileOf(state, version)));

        Assert.IsType(Shapes[state], expected);
        Assert.Equivalent(expected, loaded, strict: true);
    }

    [Theory, MemberData(nameof(States))]
    public void What_is_stored_today_has_the_newest_version_s_bytes(string state)
    {
        var (newest, sample) = Newest(state);
        var today = Save(sample);

        Directory.CreateDirectory(Folder);
        var proposal = Path.Combine(Folder, $"{state}.today.json");
        File.WriteAllBytes(proposal, today);
        Assert.True(File.Exists(FileOf(state, newest)) && today.AsSpan().SequenceEqual(File.ReadAllBytes(FileOf(state, newest))),
            $"The stored shape of '{state}' is no longer that of {state}.v{newest}.json. If that is meant, README.md in Stored says "
            + $"what to do; today's bytes are in {proposal}:\n{Encoding.UTF8.GetString(today)}");
    }

    [Theory, MemberData(nameof(States))]
    public void The_newest_sample_leaves_no_member_empty(string state)
    {
        var seen = new Dictionary<string, bool>();
        Walk(Newest(state).Sample, seen);

        Assert.Empty(seen.Where(member => !member.Value).Select(member => member.Key));
    }

    [Fact]
    public void Every_file_has_its_sample_and_every_sample_its_file()
    {
        var files = Directory.GetFiles(Folder, "*.json").Select(f => FileName().Match(Path.GetFileName(f))).Where(m => m.Success)
            .Select(m => (m.Groups[1].Value, int.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture)));

        Assert.Equal(StoredSamples.All.Keys.Order(), files.Order());
        Assert.Equal(Shapes.Keys.Order(), StoredSamples.All.Keys.Select(v => v.State).Distinct().Order());
    }

    [Fact]
    public void Between_what_is_stored_and_what_the_rules_see_nothing_is_lost()
    {
        var account = (AccountRecord)Newest("account").Sample;
        var visitors = (VisitorsRecord)Newest("visitors").Sample;
        var duty = (DutyRecord)Newest("duty").Sample;
        Assert.True(AccountId.TryParse(account.Sessions[0].Id, out var id));

        Assert.Equal(Save(account), Save(account.ToCore(id).ToRecord()));
        Assert.Equal(Save(visitors), Save(VisitorsRecord.From(visitors.ToCore())));
        Assert.Equal(Save(duty), Save(DutyRecord.From(duty.ToCore())));
    }

    private static IEnumerable<(string Name, Type Type)> StatesOf(Assembly assembly) =>
        from grain in assembly.GetTypes()
        from constructor in grain.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        from parameter in constructor.GetParameters()
        let state = parameter.GetCustomAttribute<PersistentStateAttribute>()
        where state is not null
        select (state.StateName, parameter.ParameterType.GetGenericArguments()[0]);

    private static (int Version, object Sample) Newest(string state)
    {
        var (key, sample) = StoredSamples.All.Where(v => v.Key.State == state).MaxBy(v => v.Key.Version);
        return (key.Version, sample);
    }

    private static string FileOf(string state, int version) => Path.Combine(Folder, $"{state}.v{version}.json");

    private static byte[] Save(object record) => record is ActivityItem item
        ? ActivityJson.Write(item).Content.ToArray()
        : Call<BinaryData>(nameof(SystemTextJsonGrainStorageSerializer.Serialize), record.GetType(), record).ToArray();

    private static object Load(string state, byte[] bytes) => Shapes[state] == typeof(ActivityItem)
        ? ActivityJson.Read(new JournalEntry(1, "tag", bytes))
        : Call<object>(nameof(SystemTextJsonGrainStorageSerializer.Deserialize), Shapes[state], BinaryData.FromBytes(bytes));

    private static T Call<T>(string method, Type shape, object argument) =>
        (T)typeof(SystemTextJsonGrainStorageSerializer).GetMethod(method)!.MakeGenericMethod(shape).Invoke(Serializer, [argument])!;

    // A member is filled when one of its type's samples has it so: of two open entries one is finished and one is not.
    private static void Walk(object record, Dictionary<string, bool> seen)
    {
        foreach (var member in record.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.CanWrite))
        {
            var value = member.GetValue(record);
            var name = $"{record.GetType().Name}.{member.Name}";
            seen[name] = seen.GetValueOrDefault(name) || IsFilled(value);
            if (value is null or string or byte[] || value.GetType().IsPrimitive || value is DateTimeOffset) continue;

            foreach (var inner in value is IEnumerable many ? many.Cast<object>() : [value])
                if (inner.GetType().Assembly == typeof(EntryRegistration).Assembly) Walk(inner, seen);
        }
    }

    private static bool IsFilled(object? value) => value switch
    {
        null => false,
        string text => text.Length > 0,
        ICollection many => many.Count > 0,
        ValueType plain => !plain.Equals(Activator.CreateInstance(plain.GetType())),
        _ => true,
    };

    [GeneratedRegex(@"^([\w-]+)\.v(\d+)\.json$")]
    private static partial Regex FileName();
}
