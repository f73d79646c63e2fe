package org.moorage.manager;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A list of REST that is answered in parts by {@link Listing}, which reads the request itself: its
 * parameters cannot be seen in the signature, so the description of REST is told of them here.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
    name = "limit",
    in = ParameterIn.QUERY,
    schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "100"))
@Parameter(
    name = "offset",
    in = ParameterIn.QUERY,
    schema = @Schema(type = "integer", minimum = "0", defaultValue = "0"))
public @interface ListedInParts {}
