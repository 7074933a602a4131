using System.Xml.Linq;
using OrleansEntry.Tests;

namespace OrleansEntry.Server.Tests;

/// <summary>Holds the arrows of DESIGN section 3: which project may know which, and which packages.</summary>
public sealed class ArrowsTests
{
    // Project: the projects, then the packages that it may know.
    private static readonly Dictionary<string, (string[] Projects, string[] Packages)> Allowed = new()
    {
        ["Core"] = ([], []),
        ["Contracts"] = ([], ["Microsoft.Orleans.Sdk"]),
        ["Grains"] = (["Core", "Contracts", "Storage"],
            ["Microsoft.Orleans.Sdk", "Microsoft.Orleans.Runtime", "Geralt", "Otp.NET", "QRCoder", "SkiaSharp",
                "SkiaSharp.NativeAssets.Linux.NoDependencies"]),
        ["Gateway"] = (["Core", "Contracts"], ["Microsoft.AspNetCore.OpenApi", "Scalar.AspNetCore", "QRCoder"]),
        ["Storage"] = ([], []),
        ["Storage.Embedded"] = (["Storage"], ["Microsoft.Orleans.Runtime", "Microsoft.Data.Sqlite"]),
        ["Storage.Azure"] = (["Storage"], ["Microsoft.Orleans.Runtime", "Azure.Data.Tables"]),
        ["Server"] =
            (["Core", "Contracts", "Grains", "Gateway", "Storage", "Storage.Embedded", "Storage.Azure"],
            ["Microsoft.Orleans.Server", "Microsoft.Orleans.Dashboard", "MailKit", "Azure.Identity"]),
    };

    public static TheoryData<string> Projects() =>
        [.. Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(folder => Path.GetFileName(folder))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_knows_only_what_it_may(string folder)
    {
        var name = folder["OrleansEntry.".Length..];
        Assert.True(Allowed.TryGetValue(name, out var allowed), $"{folder} has no arrows yet: decide them here and in DESIGN.");
        var project = XDocument.Load(Path.Combine(Repository.Root, "src", folder, folder + ".csproj"));

        Assert.Empty(Named(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)["OrleansEntry.".Length..])
            .Except(allowed.Projects));
        Assert.Empty(Named(project, "PackageReference").Except(allowed.Packages));
    }

    [Theory]
    [InlineData("Core")]
    [InlineData("Storage")]
    public void The_base_library_is_all_that_it_was_compiled_against(string name) => Assert.All(
        System.Reflection.Assembly.Load("OrleansEntry." + name).GetReferencedAssemblies(),
        reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));

    [Fact]
    public void The_gateway_was_compiled_without_the_grains_and_without_a_store() => Assert.All(
        System.Reflection.Assembly.Load("OrleansEntry.Gateway").GetReferencedAssemblies()
            .Where(a => a.Name!.StartsWith("OrleansEntry.", StringComparison.Ordinal)),
        reference => Assert.Contains(reference.Name, new[] { "OrleansEntry.Core", "OrleansEntry.Contracts" }));

    private static IEnumerable<string> Named(XDocument project, string element) =>
        project.Descendants(element).Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'));
}
