using Mesh.Catalog;
using Microsoft.Extensions.Configuration;

namespace Mesh.Client.Declared;

/// <summary>
/// The instances that the configuration declares, for things that cannot register themselves: section
/// <c>Mesh:Instances</c>, a list, or a map whose keys are only for the reader. The node that declares an instance
/// owns and checks it.
/// </summary>
/// <param name="Items">What to register; empty when there are faults.</param>
/// <param name="Faults">All that is wrong, each with its configuration key.</param>
internal sealed record DeclaredInstances(ValueList<ServiceInstance> Items, ValueList<InvalidField> Faults)
{
    public const string Section = "Mesh:Instances";

    /// <param name="configuration">The root of the configuration.</param>
    public static DeclaredInstances From(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var faults = new List<InvalidField>();
        if (!string.IsNullOrEmpty(section.Value))
            faults.Add(new(Section, section.Value, "must be a list or a map of instances"));
        var declared = new Dictionary<InstanceKey, (string Path, ServiceInstance Instance)>();
        foreach (var child in section.GetChildren())
        {
            var options = DeclaredInstanceOptions.Read(new ConfigurationReader(child, faults));
            if (DeclaredMapping.ToInstance(options, child.Path, faults) is not { } instance)
                continue;
            if (!declared.TryAdd(instance.Key, (child.Path, instance)))
            {
                var bound = $"is declared by {declared[instance.Key].Path} too for '{instance.Service}'";
                faults.Add(new(child.Path + ":id", instance.Id.Value, bound));
            }
        }

        return faults.Count > 0
            ? new([], ValueList.From(faults))
            : new(ValueList.From(declared.Values.Select(d => d.Instance)), []);
    }
}
