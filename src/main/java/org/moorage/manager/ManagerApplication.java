package org.moorage.manager;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * The manager as Spring sees it. The clock and the source of chance are handed in by who starts it.
 * Features may name their parts alike: a bean is called by its whole name.
 */
@SpringBootApplication(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
@EnableScheduling
public class ManagerApplication {}
