using System.ComponentModel.DataAnnotations;

namespace Mesh.Options;

/// <summary>A rule for one value with a bound in words, such as "must be one label".</summary>
public abstract class BoundAttribute(string text) : ValidationAttribute
{
    /// <summary>What is put after key and value in a fault.</summary>
    public string Text => text;
}
