using System.Reflection;
using OrleansEntry.Gateway;
using OrleansEntry.Grains;
using OrleansEntry.Server.Settings;
using Xunit;

namespace OrleansEntry.Server.Tests.Settings;

public sealed class KnownSettingsTests
{
    public static TheoryData<string> Sections => [.. new[] { typeof(GatewayOptions), typeof(GrainStorageNames), typeof(KnownSettings) }
        .SelectMany(of => of.Assembly.GetTypes())
        .Select(type => type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue())
        .OfType<string>().Distinct()];

    // A section that is read and not known could never be set: the start would call it misspelt.
    [Theory, MemberData(nameof(Sections))]
    public void Every_section_that_is_read_is_known(string section) => Assert.Null(KnownSettings.ComplaintAbout(section));
}
