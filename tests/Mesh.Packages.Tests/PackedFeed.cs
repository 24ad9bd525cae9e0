using System.Collections.Immutable;
using System.IO.Compression;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Packages.Tests;

/// <summary>All packages in a folder, and another one outside the repository for projects that use them.</summary>
public sealed class PackedFeed : IAsyncLifetime
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("mesh-packages-");

    /// <summary>Building what is not warm, on a machine that has other things to do.</summary>
    private static TimeSpan Limit => Patience.Limit * 10;

    public string Feed => Path.Combine(_root.FullName, "feed");

    public async Task InitializeAsync()
    {
        // What is packed is what was built and tested; for the earlier framework it is built here.
        var (code, output) = await TryRunAsync("bash", SourceTree.PathOf(), "release.sh", "--no-build", Feed);
        if (code != 0)
            throw new InvalidOperationException($"release.sh ended with {code}:\n{output}");
        var known = AssetsFile.Of("Mesh.Client").PackageFolders;
        // No source but this: whatever else is needed is what the repository was built with.
        await File.WriteAllTextAsync(Path.Combine(_root.FullName, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(_root.FullName, "packages")}" /></config>
              <packageSources><clear /><add key="packed" value="{Feed}" /></packageSources>
              <fallbackPackageFolders><clear />{string.Concat(known.Select((f, i) => $"<add key=\"f{i}\" value=\"{f}\" />"))}</fallbackPackageFolders>
            </configuration>
            """);
    }

    public Task DisposeAsync()
    {
        _root.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>A folder that does not exist yet, in which this feed is the only source.</summary>
    internal string Outside(string name) => Path.Combine(_root.FullName, name);

    /// <summary>Of one file of a package.</summary>
    internal ImmutableArray<byte> Read(string package, string path, string kind = "nupkg")
    {
        using var zip = ZipFile.OpenRead(FileOf(package, kind));
        using var read = new MemoryStream();
        using var entry = zip.GetEntry(path)!.Open();
        entry.CopyTo(read);
        return [.. read.ToArray()];
    }

    /// <summary>What a package holds, by path.</summary>
    internal IReadOnlyList<string> Contents(string package, string kind = "nupkg")
    {
        using var zip = ZipFile.OpenRead(FileOf(package, kind));
        return [.. zip.Entries.Select(e => e.FullName)];
    }

    internal string Nuspec(string package)
    {
        using var zip = ZipFile.OpenRead(FileOf(package, "nupkg"));
        using var reader = new StreamReader(zip.GetEntry($"{package}.nuspec")!.Open());
        return reader.ReadToEnd();
    }

    internal string VersionOf(string package) =>
        Path.GetFileNameWithoutExtension(FileOf(package, "nupkg"))[(package.Length + 1)..];

    /// <summary>One package's name may begin as another's.</summary>
    private string FileOf(string package, string kind) => Directory.EnumerateFiles(Feed, $"{package}.*.{kind}")
        .Single(f => char.IsAsciiDigit(Path.GetFileName(f)[package.Length + 1]));

    /// <summary>Makes and builds a project of its own; returns its folder.</summary>
    internal async Task<string> ProjectAsync(string name, string sdk, string program, params string[] packages)
    {
        var folder = await WriteAsync(name, sdk, "net10.0", program, packages);
        await DotnetAsync(folder, "build", "-c", "Release", "--nologo", "-v", "q");
        return folder;
    }

    /// <summary>Makes a project of its own and publishes it with its runtime; returns the program.</summary>
    internal async Task<string> PublishedAsync(string name, string sdk, string framework, string program, params string[] packages)
    {
        var folder = await WriteAsync(name, sdk, framework, program, packages);
        var place = Path.Combine(folder, "published");
        await DotnetAsync(folder, "publish", "-c", "Release", "--use-current-runtime", "--self-contained", "-o", place, "--nologo", "-v", "q");
        return Path.Combine(place, name);
    }

    private async Task<string> WriteAsync(string name, string sdk, string framework, string program, string[] packages)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root.FullName, name)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.csproj"), $"""
            <Project Sdk="{sdk}">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>{framework}</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                {string.Concat(packages.Select(p => $"<PackageReference Include=\"{p}\" Version=\"{VersionOf(p)}\" />"))}
              </ItemGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), program);
        return folder;
    }

    internal ChildProcess Run(string folder, params IEnumerable<KeyValuePair<string, string>> environment)
    {
        var program = Path.Combine(folder, "bin", "Release", "net10.0", Path.GetFileName(folder) + ".dll");
        return ChildProcess.Start("dotnet", [program], environment, folder);
    }

    /// <returns>What it printed.</returns>
    internal async Task<string> DotnetAsync(string folder, params string[] arguments)
    {
        var (code, output) = await TryDotnetAsync(folder, arguments);
        return code == 0 ? output : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} ended with {code}:\n{output}");
    }

    internal static Task<(int Code, string Output)> TryDotnetAsync(string folder, params string[] arguments) =>
        TryRunAsync("dotnet", folder, arguments);

    internal static async Task<(int Code, string Output)> TryRunAsync(string program, string folder, params string[] arguments)
    {
        await using var process = ChildProcess.Start(
            program,
            arguments,
            [new("DOTNET_NOLOGO", "1"), new("DOTNET_CLI_TELEMETRY_OPTOUT", "1"), new("MSBUILDDISABLENODEREUSE", "1"), new("UseSharedCompilation", "false")],
            folder);
        var code = await process.WaitAsync(Limit);
        return (code, process.Output);
    }
}
