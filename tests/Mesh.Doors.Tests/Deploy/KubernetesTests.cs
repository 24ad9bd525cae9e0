using System.Text.Json;
using Mesh.Doors.Tests.Etcd.Support;
using Mesh.Doors.Tests.Support;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Doors.Tests.Deploy;

/// <summary>The manifests for Kubernetes: built, checked by the schemas of their kinds, and by what a mesh needs of them.</summary>
public sealed class KubernetesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mesh-manifests").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("overlays/try", 7)]
    [InlineData("overlays/tls", 7)]
    [InlineData("examples", 3)]
    public async Task Manifests_are_what_the_schemas_of_their_kinds_say(string overlay, int count)
    {
        var objects = await BuildAsync(overlay);

        Assert.Equal(count, objects.Length);
        await CompileAsync();
    }

    /// <summary>That the check above sees a field which no kind has.</summary>
    [Fact]
    public async Task Field_that_a_kind_has_not_is_found()
    {
        await BuildAsync("examples");
        var file = Path.Combine(_folder, "objects.ts");
        var text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, text.Replace("\"readinessProbe\"", "\"readynessProbe\"", StringComparison.Ordinal));

        var trouble = await Assert.ThrowsAsync<InvalidOperationException>(CompileAsync);

        Assert.Contains("readynessProbe", trouble.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("overlays/try")]
    [InlineData("overlays/tls")]
    [InlineData("examples")]
    public async Task Every_pod_is_probed_drained_bounded_and_without_rights(string overlay)
    {
        foreach (var workload in (await BuildAsync(overlay)).Where(o => o.TryGetProperty("spec", out var spec) && spec.TryGetProperty("template", out _)))
        {
            var (name, template) = (NameOf(workload), workload.GetProperty("spec").GetProperty("template"));
            var pod = template.GetProperty("spec");
            Assert.True(Includes(template.GetProperty("metadata").GetProperty("labels"), workload.GetProperty("spec").GetProperty("selector").GetProperty("matchLabels")), name);
            // The members' policy is for those with this label alone.
            Assert.Equal("true", template.GetProperty("metadata").GetProperty("labels").GetProperty("mesh.member").GetString());
            // preStop, a drain and the leaving: 5, 10 and some seconds.
            Assert.True(pod.GetProperty("terminationGracePeriodSeconds").GetInt32() >= 30, name);
            Assert.True(pod.GetProperty("securityContext").GetProperty("runAsNonRoot").GetBoolean(), name);
            foreach (var container in pod.GetProperty("containers").EnumerateArray())
            {
                Assert.True(container.TryGetProperty("readinessProbe", out _), name);
                Assert.True(container.GetProperty("lifecycle").TryGetProperty("preStop", out _), name);
                Assert.True(container.GetProperty("resources").GetProperty("limits").TryGetProperty("memory", out _), name);
                Assert.False(container.GetProperty("securityContext").GetProperty("allowPrivilegeEscalation").GetBoolean(), name);
            }

            // Ports that probes name are there.
            foreach (var container in ContainersOf(pod))
            {
                var ports = container.GetProperty("ports").EnumerateArray().Select(p => p.GetProperty("name").GetString()).ToArray();
                foreach (var probe in container.EnumerateObject().Where(p => p.Name.EndsWith("Probe", StringComparison.Ordinal)))
                    Assert.Contains(probe.Value.GetProperty("httpGet").GetProperty("port").GetString(), ports);
            }
        }
    }

    [Theory]
    [InlineData("overlays/try")]
    [InlineData("overlays/tls")]
    public async Task Nodes_seed_each_other_by_a_headless_service_that_tells_names_before_they_are_ready(string overlay)
    {
        var objects = await BuildAsync(overlay);
        var nodes = Single(objects, "StatefulSet", "mesh");
        var service = Single(objects, "Service", nodes.GetProperty("spec").GetProperty("serviceName").GetString()!).GetProperty("spec");
        Assert.Equal("None", service.GetProperty("clusterIP").GetString());
        Assert.True(service.GetProperty("publishNotReadyAddresses").GetBoolean());
        var labels = nodes.GetProperty("spec").GetProperty("template").GetProperty("metadata").GetProperty("labels");
        Assert.True(Includes(labels, service.GetProperty("selector")));

        var replicas = nodes.GetProperty("spec").GetProperty("replicas").GetInt32();
        Assert.Equal(
            Enumerable.Range(0, replicas).Select(i => $"--seed=mesh-{i}.mesh.$(POD_NAMESPACE).svc:4053"),
            ArgumentsOf(nodes).Where(a => a.StartsWith("--seed=", StringComparison.Ordinal)));
        Assert.Equal("Parallel", nodes.GetProperty("spec").GetProperty("podManagementPolicy").GetString());

        var budget = Single(objects, "PodDisruptionBudget", "mesh").GetProperty("spec");
        Assert.True(Includes(labels, budget.GetProperty("selector").GetProperty("matchLabels")));
        Assert.True(2 * budget.GetProperty("maxUnavailable").GetInt32() < replicas);
        var open = objects.Where(o => KindOf(o) == "NetworkPolicy").SelectMany(o => o.GetProperty("spec").GetProperty("ingress").EnumerateArray())
            .SelectMany(i => i.GetProperty("ports").EnumerateArray()).Select(p => p.GetProperty("port").GetInt32()).ToHashSet();
        Assert.Equal(PortsOf(nodes).Order(), open.Order());
    }

    /// <summary>Names of arguments and of the environment are a node's, and the mounts are where it reads.</summary>
    [Fact]
    public async Task Arguments_of_the_manifests_start_a_node()
    {
        var objects = await BuildAsync("overlays/try");
        var nodes = Single(objects, "StatefulSet", "mesh");
        string[] arguments =
        [
            .. ArgumentsOf(nodes).Skip(1)
                .Where(a => !a.StartsWith("--seed=", StringComparison.Ordinal) && !a.StartsWith("--advertise=", StringComparison.Ordinal))
                .Select(a => a.Replace("$(POD_NAME)", "mesh-0", StringComparison.Ordinal)
                    .Replace("=8600", "=0", StringComparison.Ordinal).Replace("=/data", "=" + Path.Combine(_folder, "data"), StringComparison.Ordinal)),
            "--advertise=127.0.0.1",
        ];
        var hosts = ContainersOf(PodOf(nodes)).Single().GetProperty("env").EnumerateArray().Single(e => e.GetProperty("name").GetString() == "Mesh__Access__Hosts");

        await using var node = await NodeProcess.StartAsync(
            new Dictionary<string, string>
            {
                ["Mesh__Access__Hosts"] = hosts.GetProperty("value").GetString()!.Replace("$(POD_NAMESPACE)", "mesh", StringComparison.Ordinal),
            },
            arguments);

        using var http = new HttpClient();
        foreach (var (host, path) in ((string, string)[])[("10.42.0.7:8500", "/readyz"), ("10.42.0.7:8500", "/healthz"), ("mesh-api.mesh.svc:8500", "/v1/catalog/services")])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node.Http, path)) { Headers = { Host = host } };
            using var reply = await http.SendAsync(request);
            Assert.True(reply.IsSuccessStatusCode, $"{host}{path}: {reply.StatusCode}");
        }
    }

    private async Task<JsonElement[]> BuildAsync(string overlay)
    {
        var modules = Path.Combine(await NpmPackages.InstallAsync(), "node_modules");
        var link = Path.Combine(_folder, "node_modules");
        if (!Directory.Exists(link))
            Directory.CreateSymbolicLink(link, modules);
        var script = SourceTree.PathOf("tests", "Mesh.Doors.Tests", "Deploy", "manifests.mjs");
        await ClientRun.OutputAsync("node", [script, SourceTree.PathOf("deploy", "kubernetes", overlay), modules], _folder);
        return [.. JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "objects.json"))).RootElement.EnumerateArray()];
    }

    private Task CompileAsync() => ClientRun.OutputAsync(
        "node",
        [
            Path.Combine("node_modules", "typescript", "lib", "tsc.js"), "--noEmit", "--strict", "--target", "es2022", "--module", "es2022",
            "--moduleResolution", "bundler", "--skipLibCheck", "objects.ts",
        ],
        _folder);

    private static JsonElement Single(JsonElement[] objects, string kind, string name) =>
        Assert.Single(objects, o => KindOf(o) == kind && NameOf(o) == name);

    private static string KindOf(JsonElement item) => item.GetProperty("kind").GetString()!;

    private static string NameOf(JsonElement item) => item.GetProperty("metadata").GetProperty("name").GetString()!;

    private static JsonElement PodOf(JsonElement workload) => workload.GetProperty("spec").GetProperty("template").GetProperty("spec");

    private static IEnumerable<JsonElement> ContainersOf(JsonElement pod) => pod.GetProperty("containers").EnumerateArray()
        .Concat(pod.TryGetProperty("initContainers", out var first) ? first.EnumerateArray() : []);

    private static IEnumerable<string> ArgumentsOf(JsonElement workload) =>
        ContainersOf(PodOf(workload)).First().GetProperty("args").EnumerateArray().Select(a => a.GetString()!);

    private static IEnumerable<int> PortsOf(JsonElement workload) => ContainersOf(PodOf(workload))
        .SelectMany(c => c.GetProperty("ports").EnumerateArray()).Select(p => p.GetProperty("containerPort").GetInt32()).Distinct();

    private static bool Includes(JsonElement labels, JsonElement wanted) => wanted.EnumerateObject().All(
        w => labels.TryGetProperty(w.Name, out var value) && value.GetString() == w.Value.GetString());
}
